package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import java.time.Duration;
import java.time.Instant;

/**
 * The archive file as recorded and as observed.
 *
 * @param devicesCompare whether both looks were on one node since one boot, and nothing else says
 *     that the volume is one
 * @param keepsNumbers whether the file system gives a file the same inode number and birth for ever
 * @param relation of the places where the two looks saw it
 */
public record FilePair(
    FileStatus recorded,
    FileStatus observed,
    boolean devicesCompare,
    boolean keepsNumbers,
    MountPair.Relation relation) {

  /** Which file it is, as far as inode number, device and birth time tell. */
  public enum Identity {
    SAME,
    /** The same inode number, without a birth time: a new file may have got the old number. */
    SAME_NUMBER,
    OTHER,
    /** Another number or birth, where a file may get new ones while it lives (FUSE, overlay). */
    UNKNOWN,
    /** On another file system or under another root: no statement about the recorded file. */
    ELSEWHERE
  }

  public Identity identity() {
    if (relation != MountPair.Relation.SAME
        || (devicesCompare && !recorded.device().equals(observed.device()))) {
      return Identity.ELSEWHERE;
    }
    if (recorded.inode() != observed.inode()) {
      return keepsNumbers ? Identity.OTHER : Identity.UNKNOWN;
    }
    Instant before = recorded.born();
    Instant now = observed.born();
    if (before == null || now == null) {
      return Identity.SAME_NUMBER;
    }
    return before.equals(now) ? Identity.SAME : keepsNumbers ? Identity.OTHER : Identity.UNKNOWN;
  }

  /** Whether it is a layout's directory, whose own times and size say nothing of what is in it. */
  public boolean isDirectory() {
    return observed.type() == FileType.DIRECTORY;
  }

  public boolean inPlace() {
    Identity identity = identity();
    return identity == Identity.SAME || identity == Identity.SAME_NUMBER;
  }

  /**
   * Whether the file is as it was before it was recorded. A change time never goes back on a volume
   * that lives on: this is a snapshot, a clone or a restored backup, or a clock was set back.
   */
  public boolean isEarlier() {
    return inPlace() && observed.changed().isBefore(recorded.changed());
  }

  public boolean sameSize() {
    return recorded.size() == observed.size();
  }

  public boolean sameModified() {
    return recorded.modified().equals(observed.modified());
  }

  public boolean sameChanged() {
    return recorded.changed().equals(observed.changed());
  }

  /**
   * When the observed bytes were written, in words. The modification time can be set by touch and
   * cp -p, so it is proof only where the change time leaves no room for a later write; else the
   * bytes were written at some time until the change time.
   */
  public String written(Instant recordedAt) {
    return writtenWhenStated()
        ? "at " + observed.modified()
        : "between "
            + recordedAt
            + " and "
            + observed.changed()
            + " (the file states "
            + observed.modified()
            + ")";
  }

  /** How long after the record that was, where the time of writing is more than a statement. */
  public String sinceRecorded(Instant recordedAt) {
    Duration gap = Duration.between(recordedAt, observed.modified());
    return !writtenWhenStated()
        ? "after "
        : FactText.length(gap.abs()) + (gap.isNegative() ? " before " : " after ");
  }

  private boolean writtenWhenStated() {
    Duration room = Duration.between(observed.modified(), observed.changed());
    return !room.isNegative() && room.compareTo(Duration.ofSeconds(2)) < 0;
  }

  /** Whether the observed file was made and written before that time. */
  public boolean olderThan(Instant time) {
    Instant born = observed.born();
    return born != null && born.isBefore(time) && observed.modified().isBefore(time);
  }

  /** One line on inode and birth. */
  public String whichFile() {
    String born =
        observed.born() == null
            ? ""
            : ", born recorded " + recorded.born() + ", observed " + observed.born();
    return "inode recorded " + recorded.inode() + ", observed " + observed.inode() + born;
  }

  public String modified() {
    return "modified recorded " + recorded.modified() + ", observed " + observed.modified();
  }

  public String changed() {
    return "changed (ctime) recorded " + recorded.changed() + ", observed " + observed.changed();
  }

  public String size() {
    return "size recorded " + recorded.size() + ", observed " + observed.size() + " bytes";
  }
}
