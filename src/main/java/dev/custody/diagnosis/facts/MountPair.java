package dev.custody.diagnosis.facts;

import dev.custody.linux.Mount;
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
  /** Why device numbers of the two can be compared. */
  public static final String COMPARABLE = "same boot id, so device numbers can be compared";

  /** The directory that a provisioner makes for one claim. */
  private static final Pattern CLAIM = Pattern.compile("/(pvc-[0-9a-f-]{36})(?:/|$|_)");

  /** How the two places are related. */
  public enum Relation {
    /** The same directory of the same volume, as far as anything shows. */
    SAME,
    OTHER_DIRECTORY,
    OTHER_VOLUME,
    /** Two directories of one disk of the node: two volumes, or two directories of one. */
    EITHER
  }

  /** What the mounts and the roots of the volumes show. */
  public Relation relation(boolean onNodeDisk) {
    if (!sameDevice()) {
      // A network volume or a disk that is attached again gets another number.
      return roots.same() || (sameExport() && !roots.differ())
          ? Relation.SAME
          : Relation.OTHER_VOLUME;
    }
    if (sameRoot()) {
      return roots.differ() ? Relation.OTHER_VOLUME : Relation.SAME;
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

  /** Whether two volumes rest on more than device numbers, which change when one is attached. */
  public boolean provedApart() {
    return (claim(then) != null && claim(now) != null)
        || roots.differ()
        || !then.type().equals(now.type())
        || !then.source().equals(now.source());
  }

  private static @Nullable String claim(Mount mount) {
    Matcher claim = CLAIM.matcher(mount.root());
    return claim.find() ? claim.group(1) : null;
  }

  /** Whether both are mounts of one directory of one server, {@code server:/export}. */
  public boolean sameExport() {
    return then.type().equals(now.type())
        && then.source().equals(now.source())
        && (now.source().contains(":/") || now.source().startsWith("//"));
  }

  private boolean sameDevice() {
    return now.device().equals(then.device());
  }

  /** Whether both show the same directory of their file systems. */
  public boolean sameRoot() {
    return now.root().equals(then.root());
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
