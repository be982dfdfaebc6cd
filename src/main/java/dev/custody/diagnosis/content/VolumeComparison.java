package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.MountPair;
import dev.custody.diagnosis.facts.NodeDisk;
import dev.custody.diagnosis.facts.RootPair;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the archive lies on the volume on which it was recorded. */
public record VolumeComparison(ContentEvidence content) {
  /** The mounts of the archive, then and now; null where they are not known of both. */
  public @Nullable MountPair mounts() {
    RecordedEvidence.Look recorded = content.toExplain();
    Mount then = recorded instanceof RecordedEvidence.Full full ? full.mount() : null;
    Mount now = content.observed().mount(content.observed().archive().walk().last());
    return then == null || now == null ? null : new MountPair(then, now, roots());
  }

  /** How the two places are related, as far as mounts and the volumes' roots show. */
  public MountPair.Relation relation() {
    MountPair mounts = mounts();
    if (mounts != null && content.sameBoot()) {
      return mounts.relation(NodeDisk.holds(content.observed(), mounts.now()));
    }
    if (mounts != null && FileSystemType.areTwo(mounts.then().type(), mounts.now().type())) {
      return MountPair.Relation.OTHER_VOLUME;
    }
    if (roots().differ()) {
      return (mounts != null && mounts.sameRoot()) || roots().shareNothing()
          ? MountPair.Relation.OTHER_VOLUME
          : MountPair.Relation.EITHER;
    }
    return mounts == null || mounts.sameRoot() || proveOne()
        ? MountPair.Relation.SAME
        : MountPair.Relation.EITHER;
  }

  /** Whether the fingerprints of the volumes are known, and are one. */
  public boolean proveOne() {
    return roots().same();
  }

  /**
   * Whether no copy of the volume can be mistaken for it: a clone or a restored snapshot has the
   * inode numbers and birth times of its source, and only the device or the server's export differ.
   */
  public boolean isNoCopy() {
    RecordedEvidence.Look recorded = content.toExplain();
    FileStatus then = recorded == null ? null : recorded.file();
    FileStatus now = content.file();
    boolean sameDevice =
        content.sameBoot() && then != null && now != null && then.device().equals(now.device());
    MountPair mounts = mounts();
    return sameDevice || (mounts != null && mounts.sameExport());
  }

  /** Whether another device number is another volume; where the mounts are known, they say it. */
  public boolean devicesTell() {
    Mount now = content.observed().mount(content.observed().archive().walk().last());
    return mounts() == null
        && (now == null
            || (!FileSystemType.isServed(now.type()) && !FileSystemType.copiesUp(now.type())));
  }

  /** Whether the archive lies on a file system of this node, as far as its mount is known. */
  public boolean isLocal() {
    Mount now = content.observed().mount(content.observed().archive().walk().last());
    return now != null && !FileSystemType.isServed(now.type());
  }

  /** Whether the first change of a file makes a copy of it there, which looks like a new one. */
  public boolean copiesUp() {
    Mount now = content.observed().mount(content.observed().archive().walk().last());
    return now != null && FileSystemType.copiesUp(now.type());
  }

  /** Whether the archive's inode number would still be the same there; true where unknown. */
  public boolean keepsNumbers() {
    Mount now = content.observed().mount(content.observed().archive().walk().last());
    return now == null
        || FileSystemType.keepsNumbers(now.type())
        || now.superOptions().contains("serverino");
  }

  private RootPair roots() {
    RecordedEvidence.Look recorded = content.toExplain();
    return new RootPair(
        recorded == null ? null : recorded.volumeRoot(), content.observed().volumeRoot());
  }

  /** The mounts or the roots in one line each, for an evidence list; empty where unknown. */
  public List<String> lines() {
    MountPair mounts = mounts();
    if (mounts != null) {
      return mounts.facts();
    }
    RootPair roots = roots();
    return roots.then() == null || roots.now() == null
        ? List.of()
        : List.of("volume root recorded " + roots.then() + ", observed " + roots.now());
  }
}
