package dev.custody.oci.store;

import dev.custody.oci.tar.TarEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A docker-archive's entries as containers/image finds them (docker/internal/tarfile/reader.go): it
 * reads the tar in place and takes the first entry whose cleaned name is the one it looks for, over
 * one symbolic link. Others unpack the tar, and so take the last.
 */
public final class DockerEntries {
  private static final int TYPE_BITS = 0170000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;

  private final Map<String, List<TarEntry>> byName = new HashMap<>();

  /** Takes the entries of a tar in stored order. */
  public DockerEntries(List<TarEntry> stored) {
    for (TarEntry entry : stored) {
      byName.computeIfAbsent(GoPath.clean(entry.rawName()), _ -> new ArrayList<>(1)).add(entry);
    }
  }

  /**
   * The entry that a name leads to.
   *
   * @param entries that have the name, and those that a link among them leads to; the first of each
   *     name counts
   * @param file the entry whose bytes are read; null if there is none
   * @param refusal why containers/image does not read it, to go on after its name; null if it does
   */
  public record Found(
      List<List<TarEntry>> entries, @Nullable TarEntry file, @Nullable String refusal) {}

  /** The entry that containers/image reads under a name. */
  public Found find(String name) {
    List<TarEntry> named = byName.getOrDefault(GoPath.clean(name), List.of());
    if (named.isEmpty()) {
      return new Found(List.of(), null, null);
    }
    TarEntry first = named.getFirst();
    if (!isLink(first)) {
      return new Found(List.of(named), first, refusal(first));
    }
    String target = GoPath.linked(name, first.link());
    List<TarEntry> linked = byName.getOrDefault(target, List.of());
    if (linked.isEmpty()) {
      return new Found(List.of(named), null, null);
    }
    TarEntry file = linked.getFirst();
    return new Found(
        List.of(named, linked),
        file,
        isLink(file) ? "is a link to a link, and skopeo follows only one" : refusal(file));
  }

  /** Whether Go takes the entry for a link; it reads the type from the mode field too. */
  private static boolean isLink(TarEntry entry) {
    return entry.type() == TarEntry.Type.SYMBOLIC_LINK
        || (entry.type() != TarEntry.Type.DIRECTORY && (entry.mode() & TYPE_BITS) == LINK);
  }

  private static @Nullable String refusal(TarEntry entry) {
    int type = entry.mode() & TYPE_BITS;
    if (type != 0 && type != REGULAR) {
      return "has a mode that says it is not a regular file";
    }
    return switch (entry.type()) {
      case FILE -> null;
      case HARD_LINK -> "is a hard link, which skopeo reads as an empty file";
      case GLOBAL -> "is a pax global header, which skopeo reads as an empty file";
      case OTHER -> "has a type that only some readers take for a file";
      case SYMBOLIC_LINK, DEVICE, DIRECTORY, FIFO -> "is not a regular file";
    };
  }
}
