package dev.custody.oci.tar;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.tar.Extraction.HardLink;
import dev.custody.oci.tar.Extraction.Replaced;
import dev.custody.oci.tar.Tree.Directory;
import dev.custody.oci.tar.Tree.Leaf;
import dev.custody.oci.tar.Tree.NoWay;
import dev.custody.oci.tar.Tree.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the second readings of an OCI archive: where another reader finds other content than the
 * extraction leaves, under a name of the image or on the way to one. Mere oddities stay readable:
 * links inside the archive, copies of one content, directories, files that no image has.
 */
public final class Readings {
  /** The most problems of this kind that are listed; the rest is counted. */
  private static final int TOLD = 10;

  /** A file up to this size is compared with what it replaces. */
  private static final int COMPARED_SIZE = 64 * 1024;

  private static final int COMPARED = 50;

  private static final Set<String> FILES = Set.of("index.json", "oci-layout", "manifest.json");

  private final String file;
  private final Extraction extraction;
  private final Problems problems;
  private final Contents contents;
  private final Map<String, TarEntry> left;

  /** The names of files and links through which files of the image are reached. */
  private final Set<String> reached = new HashSet<>();

  private int told;
  private int compared;
  private int copies;

  /** Gives the bytes of an entry. */
  public interface Contents {
    byte[] read(TarEntry entry, int limit) throws IOException;
  }

  Readings(
      String file,
      Extraction extraction,
      Map<String, TarEntry> left,
      Problems problems,
      Contents contents) {
    this.file = file;
    this.extraction = extraction;
    this.left = left;
    this.problems = problems;
    this.contents = contents;
  }

  void of(List<TarEntry> stored) throws IOException {
    left.forEach(this::links);
    for (TarEntry entry : stored) {
      Ambiguity ambiguity = entry.ambiguity();
      if (ambiguity != null
          && (ambiguity.everything()
              || matters(entry)
              || ambiguity.names().stream().anyMatch(this::matters))) {
        ambiguous(entry, ambiguity.readings());
      }
    }
    for (TarEntry entry : extraction.throughLinks()) {
      ambiguous(
          entry,
          "lies below a symbolic link to a directory: containers/storage writes it where the link"
              + " leads, other readers replace the link or refuse it");
    }
    for (Replaced replaced : extraction.replaced()) {
      replaced(replaced);
    }
    for (HardLink link : extraction.hardLinks()) {
      hardLink(link);
    }
    if (copies > 0) {
      problems.note(
          copies + " entry name(s) occur more than once; as when extracting, the last one counts");
    }
    if (told > TOLD) {
      problems.note((told - TOLD) + " more entries can be read in two ways");
    }
  }

  /** Follows the links by which a file of the image is reached; none may leave the archive. */
  private void links(String path, TarEntry entry) {
    if (!isImageFile(path)) {
      return;
    }
    List<TarEntry> passed = new ArrayList<>();
    try {
      if (extraction.tree().follow(path, passed).node() instanceof Leaf leaf) {
        passed.add(leaf.entry());
      }
    } catch (NoWay e) {
      if (e.why() == NoWay.Cause.OUTSIDE) {
        ambiguous(
            entry,
            "is a symbolic link to "
                + Quoted.of(entry.link())
                + ", outside the archive: what is read there depends on the machine that pushes");
      }
    }
    for (TarEntry on : passed) {
      String name = on.name();
      if (name != null && !name.equals(path)) {
        reached.add(name);
      }
    }
  }

  private void replaced(Replaced replaced) throws IOException {
    TarEntry after = replaced.after();
    String name = replaced.name();
    boolean matters =
        matters(name)
            || matters(after)
            || (replaced.before() instanceof Directory && onTheWay(name));
    if (same(replaced.before(), replaced.made())) {
      copies++;
    } else if (matters) {
      String what =
          switch (after.type()) {
            case GLOBAL -> "is a global header, for which containers/storage removes the file";
            case DIRECTORY -> "is a directory, which replaces the file";
            default -> "replaces the " + kind(replaced.before());
          };
      ambiguous(
          after,
          what
              + " of the same name"
              + (replaced.before() instanceof Leaf(TarEntry before)
                  ? " at offset " + before.header()
                  : "")
              + " when all is unpacked; a tool that reads the archive in place finds the other one"
              + " first");
    } else {
      copies++;
    }
  }

  private static String kind(Node node) {
    return switch (node) {
      case Directory _ -> "directory";
      case Leaf leaf when leaf.isSymbolicLink() -> "symbolic link";
      case Leaf _ -> "file, with other content,";
    };
  }

  /** A hard link keeps what its target held then. */
  private void hardLink(HardLink link) throws IOException {
    String name = link.entry().name();
    if (name == null || !matters(name)) {
      return;
    }
    Node now = null;
    try {
      now = extraction.tree().parent(link.target(), false).node();
    } catch (NoWay e) {
      // The target's directory is gone, so the target is.
    }
    if (!same(link.then(), now)) {
      ambiguous(
          link.entry(),
          "is a hard link to "
              + Quoted.of(link.target())
              + ", which a later entry "
              + (now == null ? "removes" : "replaces")
              + ": unpacked it keeps the first content, looked up by name it has the last");
    }
  }

  /** Whether it is one file, the same link twice, or small files with the same bytes. */
  private boolean same(Node before, @Nullable Node now) throws IOException {
    if (!(before instanceof Leaf(TarEntry a)) || !(now instanceof Leaf(TarEntry b))) {
      return false;
    }
    return before.equals(now)
        || (a.type() == b.type()
            && !a.sparse()
            && !b.sparse()
            && switch (a.type()) {
              case SYMBOLIC_LINK -> a.link().equals(b.link());
              case FILE -> a.size() == b.size() && sameBytes(a, b);
              default -> false;
            });
  }

  private boolean sameBytes(TarEntry a, TarEntry b) throws IOException {
    String name = a.name();
    if (a.size() > COMPARED_SIZE) {
      // A large blob is named by its hash, and who pushes it checks that.
      return name != null && name.startsWith("blobs/") && name.equals(b.name());
    }
    return ++compared <= COMPARED
        && Arrays.equals(contents.read(a, COMPARED_SIZE), contents.read(b, COMPARED_SIZE));
  }

  private boolean matters(TarEntry entry) {
    String name = entry.name();
    return name != null && matters(name);
  }

  /** Whether a name, cleaned or not, is a file of the image or on the way to one. */
  private boolean matters(String raw) {
    String name = TarEntry.clean(raw);
    return name != null && (isImageFile(name) || reached.contains(name));
  }

  private static boolean isImageFile(String name) {
    return FILES.contains(name) || name.equals("blobs") || name.startsWith("blobs/");
  }

  private boolean onTheWay(String directory) {
    return reached.stream().anyMatch(name -> name.startsWith(directory + "/"));
  }

  /** An entry that the extraction cannot take. */
  void refused(TarEntry entry, Kind kind, @Nullable String why) {
    problems.add(
        kind,
        "entry " + Quoted.of(entry.rawName()),
        file
            + " cannot be unpacked as skopeo, podman and buildah do before they read it: the entry "
            + Quoted.of(entry.rawName())
            + " at offset "
            + entry.header()
            + " "
            + why
            + ". Export the image again, and find out which tool wrote this file.");
  }

  private void ambiguous(TarEntry entry, String readings) {
    if (++told > TOLD) {
      return;
    }
    problems.add(
        Kind.AMBIGUOUS_ARCHIVE,
        "entry " + Quoted.of(entry.rawName()),
        file
            + " can be read in two ways: the entry "
            + Quoted.of(entry.rawName())
            + " at offset "
            + entry.header()
            + " "
            + readings
            + ". Export the image again, and find out which tool wrote this file.");
  }
}
