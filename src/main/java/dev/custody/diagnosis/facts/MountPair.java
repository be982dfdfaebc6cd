package dev.custody.diagnosis.facts;

import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import dev.custody.record.VolumeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mount that covered the archive when it was recorded, and the one at its place now, both of
 * one boot of one node.
 *
 * @param roots the fingerprints of the two volumes
 */
public record MountPair(Mount then, Mount now, RootPair roots) {
  /** Excludes no cause, but that other device numbers mean nothing. */
  public static final RuledOut COMPARABLE =
      RuledOut.of(List.of(), "same boot id, so device numbers can be compared");

  private static final String REMOVED = "//deleted";

  /** The directory that a provisioner makes for one claim. */
  private static final Pattern CLAIM = Pattern.compile("/(pvc-[0-9a-f-]{36})(?:/|$|_)");

  /** How the two places are related. */
  public enum Relation {
    /** The same directory of the same volume, as far as anything shows. */
    SAME,
    OTHER_DIRECTORY,
    OTHER_VOLUME,
    /** Two directories of one disk of the node: two volumes, or two directories of one. */
    EITHER;

    /** The cause that this relation alone proves; null where it proves none. */
    public @Nullable CauseId cause() {
      return switch (this) {
        case OTHER_VOLUME -> CauseId.DIFFERENT_VOLUME;
        case OTHER_DIRECTORY -> CauseId.DIFFERENT_SUBPATH;
        case SAME, EITHER -> null;
      };
    }
  }

  /** What the mounts and the roots of the volumes show. */
  public Relation relation(boolean onNodeDisk) {
    // A directory that was renamed while it was mounted is still the same.
    if (roots.same()) {
      return Relation.SAME;
    }
    if (!sameDevice()) {
      if (!sameExport() || (sameRoot() && roots.differ())) {
        return Relation.OTHER_VOLUME;
      }
      return sameRoot() ? Relation.SAME : Relation.OTHER_DIRECTORY;
    }
    if (sameRoot()) {
      // A directory below the root of a disk may have been removed and made again.
      return !roots.differ()
          ? Relation.SAME
          : directory(now).equals("/") ? Relation.OTHER_VOLUME : Relation.EITHER;
    }
    String claimThen = claim(then);
    String claimNow = claim(now);
    if (claimThen != null && claimNow != null) {
      return claimThen.equals(claimNow) ? Relation.OTHER_DIRECTORY : Relation.OTHER_VOLUME;
    }
    return onNodeDisk || NodeDisk.isEmptyDir(then) || NodeDisk.isEmptyDir(now)
        ? Relation.EITHER
        : Relation.OTHER_DIRECTORY;
  }

  /** Whether both show directories of one claim, by the name that its provisioner gave it. */
  public boolean sameClaim() {
    String claim = claim(then);
    return claim != null && claim.equals(claim(now));
  }

  /**
   * Whether more than device numbers and the source's name shows two volumes: a disk that is
   * attached again gets others, and a server has several names.
   */
  public boolean provedApart() {
    return (claim(then) != null && claim(now) != null)
        || roots.differ()
        || FileSystemType.areTwo(then.type(), now.type());
  }

  /**
   * How sure two volumes are. A disk that is attached again, or a server under its other name,
   * looks like another volume whose root has the same inode number and no birth time.
   */
  public Finding.Confidence confidence() {
    return provedApart()
        ? Finding.Confidence.CERTAIN
        : roots.then() != null && roots.now() != null
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.HIGH;
  }

  private static @Nullable String claim(Mount mount) {
    Matcher claim = CLAIM.matcher(mount.root());
    return claim.find() ? claim.group(1) : null;
  }

  /** Whether both are mounts of one export of one server, which is mounted anew for each pod. */
  public boolean sameExport() {
    return FileSystemType.areOneFamily(then.type(), now.type())
        && then.source().equals(now.source())
        && (FileSystemType.isServed(now.type())
            || now.source().contains(":/")
            || now.source().startsWith("//"));
  }

  private boolean sameDevice() {
    return now.device().equals(then.device());
  }

  /** Whether both show the same directory of their file systems. */
  public boolean sameRoot() {
    return directory(now).equals(directory(then));
  }

  /** The kernel marks a directory that was removed while it is mounted. */
  private static String directory(Mount mount) {
    String root = mount.root();
    return root.endsWith(REMOVED) ? root.substring(0, root.length() - REMOVED.length()) : root;
  }

  /** One line each, for an evidence list. */
  public List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add("recorded " + words(then, roots.then()));
    facts.add("observed " + words(now, roots.now()));
    return facts;
  }

  private static String words(Mount mount, @Nullable VolumeRoot root) {
    return mount.type()
        + " "
        + mount.source()
        + ", device "
        + mount.device()
        + ", root "
        + mount.root()
        + ", on "
        + mount.mountPoint()
        + (root == null ? "" : ", its directory inode " + root.inode());
  }
}
