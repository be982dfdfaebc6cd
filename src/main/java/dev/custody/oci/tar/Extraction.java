package dev.custody.oci.tar;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.tar.Tree.Directory;
import dev.custody.oci.tar.Tree.Leaf;
import dev.custody.oci.tar.Tree.NoWay;
import dev.custody.oci.tar.Tree.Node;
import dev.custody.oci.tar.Tree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes the files that containers/storage leaves when it extracts a tar into an empty directory
 * (pkg/archive, Untar), as skopeo, podman and buildah do with an OCI archive before they read it.
 * Nothing is written: the files are nodes of a tree.
 */
final class Extraction {
  /** The most bytes of a path (Linux, PATH_MAX), less the temporary directory in front of it. */
  private static final int PATH_MAX = 4096 - 256;

  private final Tree tree = new Tree();
  private final List<Replaced> replaced = new ArrayList<>();
  private final List<HardLink> hardLinks = new ArrayList<>();
  private final List<TarEntry> throughLinks = new ArrayList<>();
  private final List<TarEntry> directories = new ArrayList<>();
  private final RootOnly rootOnly = new RootOnly();
  private boolean directoryRemoved;

  /**
   * A name whose file was replaced.
   *
   * @param before what was there
   * @param after the entry that took its place
   * @param made what that made; null if nothing
   */
  record Replaced(String name, Node before, TarEntry after, @Nullable Node made) {}

  /**
   * A hard link and what it was linked to then.
   *
   * @param target its target's path, cleaned
   */
  record HardLink(TarEntry entry, String target, Leaf then) {}

  /** containers/storage refuses the entry, and with it the whole archive. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    Refused(Kind kind, String why) {
      super(why, null, false, false);
      this.kind = kind;
    }

    Kind kind() {
      return kind;
    }
  }

  /** Extracts one entry over what is there. */
  void apply(TarEntry entry) throws Refused {
    String name = entry.name();
    if (name == null) {
      throw new Refused(Kind.MALFORMED, "leads out of the archive");
    }
    if (name.isEmpty()) {
      root(entry);
      return;
    }
    if (name.length() > PATH_MAX / 3 && TarFields.bytes(name) > PATH_MAX) {
      throw new Refused(Kind.MALFORMED, "has a longer name than any file can have");
    }
    try {
      int implied = tree.implied();
      Place place = tree.parent(name, true);
      rootOnly.entry(entry, place, tree.implied() > implied);
      if (place.linked()) {
        throughLinks.add(entry);
      }
      make(entry, name, place);
    } catch (NoWay e) {
      throw refused(e);
    }
  }

  /** The directory itself: {@code ./} is passed over, whatever its type; a file over it is not. */
  private void root(TarEntry entry) throws Refused {
    boolean slash = entry.rawName().startsWith("/");
    if (slash && entry.type() != TarEntry.Type.DIRECTORY) {
      throw new Refused(
          Kind.MALFORMED, "would replace the directory into which the archive is unpacked");
    }
    if (slash) {
      tree.root().mode = entry.mode();
    }
  }

  /** Returns why only root can unpack the tar; see {@link RootOnly#reason}. */
  @Nullable String needsRoot(Map<String, TarEntry> left) {
    return rootOnly.reason(left, tree.root());
  }

  private void make(TarEntry entry, String name, Place place) throws NoWay, Refused {
    Node before = place.node();
    boolean directory = entry.type() == TarEntry.Type.DIRECTORY;
    if (directory) {
      directories.add(entry);
      if (before instanceof Directory there) {
        there.mode = entry.mode();
        return;
      }
    }
    if (before != null) {
      directoryRemoved |= before instanceof Directory;
      place.directory().children.remove(place.name());
    }
    Node made = node(entry, name, place);
    attribute(entry);
    if (before != null) {
      replaced.add(new Replaced(name, before, entry, made));
    }
    if (made != null) {
      tree.put(place, made);
    }
  }

  private static void attribute(TarEntry entry) throws Refused {
    String attribute = entry.attribute();
    if (attribute != null) {
      throw new Refused(
          Kind.AMBIGUOUS_ARCHIVE,
          "has the extended attribute \""
              + Quoted.of(attribute)
              + "\", which only root can set, and not on every file system; where it cannot be set,"
              + " skopeo refuses the archive");
    }
  }

  private @Nullable Node node(TarEntry entry, String name, Place place) throws NoWay, Refused {
    return switch (entry.flag()) {
      case 'g' -> null;
      case '0', '\0', '5' ->
          entry.type() == TarEntry.Type.DIRECTORY ? directory(entry, place) : new Leaf(entry);
      case '1' -> hardLink(entry);
      case '2' -> symbolicLink(entry, name);
      case '3', '4' ->
          throw new Refused(
              Kind.AMBIGUOUS_ARCHIVE,
              "is a device, which only root can unpack; for other users skopeo refuses the"
                  + " archive");
      case '6' -> new Leaf(entry);
      default ->
          throw new Refused(
              Kind.AMBIGUOUS_ARCHIVE,
              "has the type '"
                  + Quoted.of(String.valueOf(entry.flag()))
                  + "', for which skopeo, podman and buildah refuse the whole archive; other"
                  + " readers skip it or take it for a file");
    };
  }

  private static Directory directory(TarEntry entry, Place place) {
    Directory made = new Directory(place.directory());
    made.mode = entry.mode();
    return made;
  }

  /** The file that the target is now; a symbolic link as a target is not followed. */
  private Node hardLink(TarEntry entry) throws NoWay, Refused {
    String target = entry.target();
    if (target == null) {
      throw new Refused(Kind.MALFORMED, "is a hard link that leads out of the archive");
    }
    if (tree.parent(target, false).node() instanceof Leaf leaf) {
      hardLinks.add(new HardLink(entry, target, leaf));
      return leaf;
    }
    throw new Refused(
        Kind.MALFORMED,
        "is a hard link to " + Quoted.of(entry.link()) + ", which is not a file at that point");
  }

  /**
   * Makes a symbolic link. Only a target that climbs out is refused; {@code /etc} is taken to lie
   * below the root.
   */
  private static Node symbolicLink(TarEntry entry, String name) throws Refused {
    String target = entry.link();
    if (target.isEmpty() || (target.length() > 1000 && TarFields.bytes(target) >= 4096)) {
      throw new Refused(Kind.MALFORMED, "is a symbolic link to a name that no file can have");
    }
    String parent = name.substring(0, name.lastIndexOf('/') + 1);
    if (TarEntry.clean(parent + TarEntry.below(target)) == null) {
      throw new Refused(
          Kind.MALFORMED,
          "is a symbolic link that leads out of the archive, to " + Quoted.of(target));
    }
    return new Leaf(entry);
  }

  /** Ends the extraction: the times of all directories are set, so each must still be there. */
  void finish() throws Refused {
    for (TarEntry entry : directoryRemoved ? directories : List.<TarEntry>of()) {
      String name = entry.name();
      try {
        if (name != null && tree.follow(name).node() == null) {
          throw new NoWay(NoWay.Cause.MISSING, name);
        }
      } catch (NoWay e) {
        throw new Refused(
            Kind.MALFORMED,
            "makes the directory " + Quoted.of(entry.rawName()) + ", which a later entry removes");
      }
    }
  }

  static Refused refused(NoWay e) {
    String where = Quoted.of(e.where());
    return switch (e.why()) {
      case MISSING -> new Refused(Kind.MALFORMED, "lies below the dangling link " + where);
      case NOT_A_DIRECTORY -> new Refused(Kind.MALFORMED, "lies below the file " + where);
      case LINK_LOOP -> new Refused(Kind.MALFORMED, "lies below links that lead in a circle");
      case NAME_TOO_LONG ->
          new Refused(
              Kind.MALFORMED,
              "has a name of more than " + Tree.NAME_MAX + " bytes, which no file can have");
      case OUTSIDE ->
          new Refused(
              Kind.AMBIGUOUS_ARCHIVE,
              "lies below the symbolic link "
                  + where
                  + ", which leads to files of the machine that unpacks it");
      case TOO_LARGE ->
          new Refused(
              Kind.TOO_LARGE,
              "needs more links or files to be followed than custody allows in an archive");
    };
  }

  Tree tree() {
    return tree;
  }

  List<Replaced> replaced() {
    return replaced;
  }

  List<HardLink> hardLinks() {
    return hardLinks;
  }

  /** Returns the entries that were written through a symbolic link to a directory. */
  List<TarEntry> throughLinks() {
    return throughLinks;
  }
}
