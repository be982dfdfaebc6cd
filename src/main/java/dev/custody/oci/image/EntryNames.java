package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Names the entries of an index.json for people, and says what to write to choose one. */
public final class EntryNames {
  private static final int SHOWN = 20;

  /** Names given to images by containerd and docker; containers/image does not look at them. */
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  /** The names that containers/image accepts after the path (oci/internal/oci_util.go). */
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "C(?:/C)*".replace("C", "A(?:(?:[-._:@+]|--)A)*").replace("A", "[A-Za-z0-9]+"));

  private EntryNames() {}

  /** Whether skopeo takes a name after the path; it says "Invalid image" to any other. */
  public static boolean skopeoTakes(String name) {
    return GRAMMAR.matcher(name).matches();
  }

  /**
   * The value of {@code --ref} that chooses an entry: its name where skopeo takes that too and no
   * other entry has it, else its position as {@code @N}.
   */
  public static String choice(List<Descriptor> entries, int position) {
    Descriptor entry = entries.get(position);
    String name = entry.refName();
    return name != null
            && skopeoTakes(name)
            && isImage(entry)
            && entries.stream().filter(other -> name.equals(other.refName())).count() == 1
        ? name
        : "@" + position;
  }

  /** Whether an entry is an image or an index of images, by its media type and annotations. */
  public static boolean isImage(Descriptor entry) {
    return !DescriptorKind.isAttestation(entry)
        && (MediaType.isManifest(entry.mediaType()) || MediaType.isIndex(entry.mediaType()));
  }

  /** All entries in one sentence's list: position, names, kind, platform. */
  public static String list(List<Descriptor> entries) {
    if (entries.isEmpty()) {
      return "none";
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, entries.size()); i++) {
      names.add("@" + i + " " + describe(entries.get(i)));
    }
    return String.join(", ", names)
        + (entries.size() > SHOWN ? " and " + (entries.size() - SHOWN) + " more" : "");
  }

  /** One entry: its name or else its digest, what it is, and every other name it has. */
  public static String describe(Descriptor entry) {
    String name = entry.refName();
    List<String> more = new ArrayList<>();
    if (name == null) {
      more.add("no name");
    }
    String containerd = entry.annotations().get(CONTAINERD_NAME);
    if (containerd != null) {
      more.add("called " + Quoted.of(containerd) + " by containerd, which skopeo does not look at");
    }
    if (DescriptorKind.isAttestation(entry)) {
      more.add("an attestation");
    } else {
      more.add(
          MediaType.isIndex(entry.mediaType())
              ? "an index"
              : MediaType.isManifest(entry.mediaType())
                  ? "an image"
                  : "of media type " + Quoted.of(entry.mediaType()));
      if (entry.platform() != null) {
        more.add(Quoted.of(entry.platform().toString()));
      }
    }
    return (name == null ? entry.digest() : "\"" + Quoted.of(name) + "\"")
        + " ("
        + String.join(", ", more)
        + ")";
  }
}
