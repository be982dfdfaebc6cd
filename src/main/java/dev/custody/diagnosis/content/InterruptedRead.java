package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.StorageErrors;
import dev.custody.linux.Errno;
import dev.custody.oci.Problem;
import dev.custody.record.ReadErrors;
import java.util.List;

/**
 * How a read ended in the middle of the archive, though the path can be opened and its first byte
 * read.
 *
 * @param errno of the first read that failed; empty where none did
 * @param problems that show it
 */
record InterruptedRead(Outcome outcome, String errno, List<Problem> problems) {
  /** The ways it can end. */
  enum Outcome {
    /** No read failed, or the walk already shows why nothing can be read. */
    AS_USUAL,
    REFUSED,
    STORAGE_FAILED,
    FAILED
  }

  static InterruptedRead of(ContentEvidence content) {
    if (!content.observed().archive().decidingWalk().readable()) {
      return new InterruptedRead(Outcome.AS_USUAL, "", List.of());
    }
    List<Problem> denied = content.problems(Problem.Kind.ACCESS_DENIED);
    if (!denied.isEmpty()) {
      return new InterruptedRead(Outcome.REFUSED, "", denied);
    }
    List<Problem> failed = content.problems(Problem.Kind.READ_ERROR);
    if (failed.isEmpty()) {
      return new InterruptedRead(Outcome.AS_USUAL, "", List.of());
    }
    String errno = ReadErrors.name(failed.getFirst());
    return new InterruptedRead(
        Errno.isRefusal(errno)
            ? Outcome.REFUSED
            : StorageErrors.NAMES.contains(errno) ? Outcome.STORAGE_FAILED : Outcome.FAILED,
        errno,
        failed);
  }
}
