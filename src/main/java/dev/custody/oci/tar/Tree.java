package dev.custody.oci.tar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that an extraction has made so far, as a file system would hold them: directories,
 * files, links. Paths are walked as the kernel walks them, so a symbolic link on the way leads
 * elsewhere.
 */
final class Tree {
  /**
   * The most files and directories that are kept; an image of 1,000 layers has a fiftieth of them.
   */
  static final int NODE_LIMIT = 100_000;

  /** The most steps of all walks together, which bounds the cost of links to links to links. */
  private static final long STEP_LIMIT = 50_000_000;

  /** The most symbolic links on one way (Linux, path_resolution(7)). */
  private static final int LINK_LIMIT = 40;

  /** The longest name of one file (Linux, limits.h, NAME_MAX). */
  static final int NAME_MAX = 255;

  /** A file or a directory under a name. */
  sealed interface Node {}

  /** A directory. */
  static final class Directory implements Node {
    private final @Nullable Directory parent;
    final Map<String, Node> children = new HashMap<>(2);

    /** The permission bits; directories that are made on the way have these. */
    int mode = 0755;

    Directory(@Nullable Directory parent) {
      this.parent = parent;
    }
  }

  /** A file, a symbolic link, a FIFO or a device. */
  record Leaf(TarEntry entry) implements Node {
    boolean isSymbolicLink() {
      return entry.type() == TarEntry.Type.SYMBOLIC_LINK;
    }

    // One inode is one object, whatever it holds.
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * The place to which a path leads.
   *
   * @param directory the last directory on the way
   * @param name the last name, to be looked up there; empty for the directory itself
   * @param linked whether a symbolic link was on the way
   */
  record Place(Directory directory, String name, boolean linked) {
    @Nullable Node node() {
      return name.isEmpty() ? directory : directory.children.get(name);
    }
  }

  /** A path cannot be walked. */
  static final class NoWay extends Exception {
    private static final long serialVersionUID = 1;

    /** The reason that stops a walk. */
    enum Cause {
      MISSING,
      NOT_A_DIRECTORY,
      LINK_LOOP,
      NAME_TOO_LONG,
      /** A symbolic link leads to a file of the machine that extracts. */
      OUTSIDE,
      TOO_LARGE
    }

    private final Cause cause;
    private final String where;

    NoWay(Cause cause, String where) {
      super(cause.toString(), null, false, false);
      this.cause = cause;
      this.where = where;
    }

    Cause why() {
      return cause;
    }

    /** The name at which the walk stops. */
    String where() {
      return where;
    }
  }

  private final Directory root = new Directory(null);
  private int nodes;
  private int implied;
  private long steps;

  Directory root() {
    return root;
  }

  /** Returns how many directories without an entry of their own were made on the way to others. */
  int implied() {
    return implied;
  }

  /**
   * Walks to a path's last name, which is not followed.
   *
   * @param path without a leading slash
   * @param make whether directories that are missing are made
   */
  Place parent(String path, boolean make) throws NoWay {
    return new Walk(new ArrayList<>()).from(root, path, make);
  }

  /** Walks a path to its end and follows all links; a missing end is a place without a node. */
  Place follow(String path) throws NoWay {
    return follow(path, new ArrayList<>());
  }

  /**
   * The same.
   *
   * @param passed receives the links on the way
   */
  Place follow(String path, List<TarEntry> passed) throws NoWay {
    Walk walk = new Walk(passed);
    Place place = walk.from(root, path, false);
    while (place.node() instanceof Leaf leaf && leaf.isSymbolicLink()) {
      place = walk.through(leaf, place);
    }
    return place;
  }

  /** Puts a node at a place. */
  void put(Place place, Node node) throws NoWay {
    count(place.name());
    place.directory().children.put(place.name(), node);
  }

  private void count(String name) throws NoWay {
    if (++nodes > NODE_LIMIT) {
      throw new NoWay(NoWay.Cause.TOO_LARGE, name);
    }
    if (name.length() > NAME_MAX / 3 && TarFields.bytes(name) > NAME_MAX) {
      throw new NoWay(NoWay.Cause.NAME_TOO_LONG, name);
    }
  }

  /** One walk; links count against it as a whole. */
  private final class Walk {
    private final List<TarEntry> passed;

    Walk(List<TarEntry> passed) {
      this.passed = passed;
    }

    /** Returns the place of a symbolic link's target, from the directory it lies in. */
    Place through(Leaf link, Place place) throws NoWay {
      String target = link.entry().link();
      passed.add(link.entry());
      if (passed.size() > LINK_LIMIT) {
        throw new NoWay(NoWay.Cause.LINK_LOOP, place.name());
      }
      if (target.startsWith("/")) {
        throw new NoWay(NoWay.Cause.OUTSIDE, place.name());
      }
      return from(place.directory(), target, false);
    }

    /**
     * Walks a path from a directory. Missing directories are made on the path itself only, not
     * behind a link, as mkdir does.
     */
    Place from(Directory start, String path, boolean make) throws NoWay {
      Directory directory = start;
      Place place = new Place(directory, "", !passed.isEmpty());
      for (int at = 0; at <= path.length(); ) {
        int slash = path.indexOf('/', at);
        int end = slash < 0 ? path.length() : slash;
        String name = path.substring(at, end);
        at = end + 1;
        if (++steps > STEP_LIMIT) {
          throw new NoWay(NoWay.Cause.TOO_LARGE, name);
        }
        if (name.isEmpty()) {
          continue;
        }
        directory = enter(place, make);
        if (name.equals("..")) {
          if (directory.parent == null) {
            throw new NoWay(NoWay.Cause.OUTSIDE, name);
          }
          directory = directory.parent;
        }
        boolean dots = name.equals("..") || name.equals(".");
        place = new Place(directory, dots ? "" : name, !passed.isEmpty());
      }
      return path.endsWith("/") ? new Place(enter(place, make), "", place.linked()) : place;
    }

    /** The directory that a place is, or that its symbolic link leads to. */
    private Directory enter(Place place, boolean make) throws NoWay {
      Node node = place.node();
      return switch (node) {
        case Directory directory -> directory;
        case Leaf leaf when leaf.isSymbolicLink() -> enterLink(leaf, place);
        case Leaf _ -> throw new NoWay(NoWay.Cause.NOT_A_DIRECTORY, place.name());
        case null -> {
          if (!make) {
            throw new NoWay(NoWay.Cause.MISSING, place.name());
          }
          Directory made = new Directory(place.directory());
          put(place, made);
          implied++;
          yield made;
        }
      };
    }

    private Directory enterLink(Leaf link, Place place) throws NoWay {
      Place target = through(link, place);
      if (target.node() == null) {
        // Nobody makes a directory through a dangling link.
        throw new NoWay(NoWay.Cause.MISSING, place.name());
      }
      return enter(target, false);
    }
  }
}
