package dev.custody.diagnosis.content;

import dev.custody.linux.FileType;
import dev.custody.oci.Depth;
import dev.custody.record.RecordedEvidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may have written into the archive's file since it was recorded sound.
 *
 * @param files both looks at it; null unless both saw it
 * @param before what was recorded; null where nothing was
 */
record ChangesSinceRecord(
    ContentEvidence content, @Nullable FilePair files, RecordedEvidence.@Nullable Look before) {
  /** The coarsest clock of a file system that keeps change times (ext3: 1 s, vfat: 2 s). */
  private static final Duration TICK = Duration.ofSeconds(2);

  static ChangesSinceRecord of(ContentEvidence content) {
    return new ChangesSinceRecord(content, content.files(), content.toExplain());
  }

  /**
   * Whether the file looks as it was recorded, but for its change time: a modification time can be
   * set back, and a chown moves the change time as well.
   */
  boolean looksUnwritten() {
    return files != null
        && before != null
        && before.sound()
        && files.observed().type() == FileType.REGULAR
        && files.inPlace()
        && files.sameSize()
        && files.sameModified();
  }

  /**
   * Whether nobody can have written into it: nothing sets a change time back on a file system of
   * this node. A file server's answers may be old, and another node may see another content.
   */
  boolean nobodyWrote() {
    return looksUnwritten()
        && files != null
        && before != null
        && files.sameChanged()
        && before.at().isAfter(files.recorded().changed().plus(TICK))
        && content.sameBoot()
        && content.volumes().isLocal();
  }

  /** Whether the layers were hashed when it was recorded. */
  boolean layersWereHashed() {
    Depth depth = before == null ? null : before.depth();
    return depth != null && depth != Depth.STRUCTURE;
  }

  /**
   * What both looks say, for an evidence list.
   *
   * @param ofLayer whether it is about bytes that only some depths read
   */
  List<String> lines(boolean ofLayer) {
    List<String> lines = new ArrayList<>();
    if (files == null) {
      return lines;
    }
    lines.add(files.modified());
    lines.add(files.changed());
    lines.add(files.size());
    if (files.sameModified() && !files.sameChanged() && looksUnwritten()) {
      lines.add(
          "something changed the file after it was recorded: its owner, mode or label, or its"
              + " content, with the modification time set back");
    }
    if (ofLayer && looksUnwritten() && !layersWereHashed()) {
      lines.add("the record did not hash the layers, so they may have been wrong before it");
    }
    return lines;
  }
}
