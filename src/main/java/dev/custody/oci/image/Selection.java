package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which entry of index.json containers/image takes (oci/layout/oci_transport.go,
 * getManifestDescriptor), and why.
 */
public record Selection(int number, Descriptor descriptor, String reason) {
  private static final int NAMES_SHOWN = 20;

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
                  + ": more than one image in oci, choose an image: give --ref with one of "
                  + names(entries)
                  + ".");
    }
    return new Selection(0, entries.getFirst(), "only entry of index.json");
  }

  private static Selection byName(List<Descriptor> entries, String ref, String file)
      throws UnreadableArchive {
    String unsupported = null;
    for (int i = 0; i < entries.size(); i++) {
      Descriptor entry = entries.get(i);
      if (ref.equals(entry.refName())) {
        if (MediaType.isManifest(entry.mediaType()) || MediaType.isIndex(entry.mediaType())) {
          return new Selection(i, entry, "reference name \"" + Quoted.of(ref) + "\"");
        }
        unsupported = entry.mediaType();
      }
    }
    if (unsupported == null) {
      throw notFound(ref, entries, file);
    }
    throw new UnreadableArchive(
        Kind.UNSUPPORTED,
        "index.json",
        file
            + ": reference \""
            + Quoted.of(ref)
            + "\" matches unsupported manifest MIME types: "
            + Quoted.of(unsupported)
            + ". skopeo refuses it too; export it as an OCI image.");
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
            + names(entries)
            + ".");
  }

  /** How a person tells the entries apart. */
  public static String names(List<Descriptor> entries) {
    String names =
        entries.stream().limit(NAMES_SHOWN).map(Selection::name).collect(Collectors.joining(", "));
    return entries.size() > NAMES_SHOWN
        ? names + " and " + (entries.size() - NAMES_SHOWN) + " more"
        : names.isEmpty() ? "none" : names;
  }

  private static String name(Descriptor entry) {
    String name = entry.refName();
    return name == null ? entry.digest() + " (no name)" : "\"" + Quoted.of(name) + "\"";
  }
}
