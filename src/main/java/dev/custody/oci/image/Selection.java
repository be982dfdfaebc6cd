package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entry of index.json that containers/image takes (oci/layout/oci_transport.go,
 * getManifestDescriptor), and why.
 */
public record Selection(int number, Descriptor descriptor, String reason) {
  public static Selection of(
      List<Descriptor> entries, @Nullable String ref, @Nullable Integer sourceIndex, String file)
      throws UnreadableArchive {
    if (sourceIndex != null) {
      if (sourceIndex >= entries.size()) {
        throw notFound("@" + sourceIndex, entries, file);
      }
      return new Selection(sourceIndex, entries.get(sourceIndex), "source index @" + sourceIndex);
    }
    if (ref != null) {
      return byName(entries, ref, file);
    }
    if (entries.size() != 1) {
      throw new UnreadableArchive(
          Kind.AMBIGUOUS_INDEX,
          "index.json",
          entries.isEmpty()
              ? file
                  + " names no image in its index.json (skopeo says \"more than one image in oci,"
                  + " choose an image\"). Export the image again."
              : file
                  + ": more than one image in oci, choose an image: give --ref NAME, or --ref @N"
                  + " with its position. The entries are "
                  + EntryNames.list(entries)
                  + ".");
    }
    return new Selection(0, entries.getFirst(), "the only entry in index.json");
  }

  private static Selection byName(List<Descriptor> entries, String ref, String file)
      throws UnreadableArchive {
    List<Integer> named = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (ref.equals(entries.get(i).refName())) {
        named.add(i);
      }
    }
    if (named.isEmpty()) {
      throw notFound(ref, entries, file);
    }
    mustBeOne(entries, named, ref, file);
    int number = named.getFirst();
    if (!EntryNames.skopeoTakes(ref)) {
      throw refused(
          file
              + ": skopeo refuses the name \""
              + Quoted.of(ref)
              + "\" (\"Invalid image\"), so it cannot be pushed by it. Choose it by its position:"
              + " --ref @"
              + number
              + ".");
    }
    Descriptor entry = entries.get(number);
    if (!MediaType.isManifest(entry.mediaType()) && !MediaType.isIndex(entry.mediaType())) {
      throw refused(
          file
              + ": reference \""
              + Quoted.of(ref)
              + "\" matches unsupported manifest MIME types: "
              + Quoted.of(entry.mediaType())
              + "; skopeo finds no image by this name. Export it as an OCI image.");
    }
    return new Selection(number, entry, "reference name \"" + Quoted.of(ref) + "\"");
  }

  /**
   * One name for two images: skopeo takes the first with a media type that it knows (docker's only
   * in newer versions), other readers the first, the last or none.
   */
  private static void mustBeOne(
      List<Descriptor> entries, List<Integer> named, String ref, String file)
      throws UnreadableArchive {
    Descriptor first = entries.get(named.getFirst());
    for (int number : named) {
      Descriptor other = entries.get(number);
      if (!other.digest().equals(first.digest()) || !other.mediaType().equals(first.mediaType())) {
        throw new UnreadableArchive(
            Kind.AMBIGUOUS_ARCHIVE,
            "index.json",
            file
                + " can be read in two ways: entries @"
                + named.getFirst()
                + " ("
                + first.digest()
                + ") and @"
                + number
                + " ("
                + other.digest()
                + ") of index.json are both named \""
                + Quoted.of(ref)
                + "\", and tools differ in which one they take. Give each image a name of its own,"
                + " or export the one you want alone.");
      }
    }
  }

  private static UnreadableArchive refused(String message) {
    return new UnreadableArchive(Kind.UNSUPPORTED, "index.json", message);
  }

  private static UnreadableArchive notFound(String ref, List<Descriptor> entries, String file) {
    return new UnreadableArchive(
        Kind.REF_NOT_FOUND,
        "index.json",
        file
            + ": no descriptor found for reference \""
            + Quoted.of(ref)
            + "\"; the "
            + entries.size()
            + (entries.size() == 1 ? " entry of index.json is " : " entries of index.json are ")
            + EntryNames.list(entries)
            + ".");
  }
}
