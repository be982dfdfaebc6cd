package dev.custody.report.run;

import dev.custody.linux.FileStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a file was written, as far as its times tell. A modification time is a statement, which
 * touch and cp -p set; the change time (ctime) is the latest possible moment, which nothing sets.
 *
 * @param at where a timeline shows it
 * @param words that follow what was done; empty where both times agree
 */
record WriteTime(Instant at, String words) {
  /** Two times closer than this are one act: a write ends with both. */
  private static final Duration ONE_ACT = Duration.ofSeconds(1);

  /**
   * Of a file that was written between two looks.
   *
   * @param from the look before; null for the first one
   * @param until the look at this file
   */
  static WriteTime of(FileStatus file, @Nullable Instant from, Instant until) {
    if (!apart(file.modified(), file.changed())) {
      return new WriteTime(file.modified(), "");
    }
    boolean possible =
        (from == null || file.modified().isAfter(from))
            && !file.modified().isAfter(until)
            && file.modified().isBefore(file.changed());
    return possible
        ? new WriteTime(
            file.modified(), ", as its modification time states; at the latest " + file.changed())
        : new WriteTime(
            file.changed(), " by then (ctime); its modification time states " + file.modified());
  }

  /** Whether the two are of two acts. */
  static boolean apart(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(ONE_ACT) > 0;
  }
}
