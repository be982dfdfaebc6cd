package dev.custody.record;

import dev.custody.linux.Errno;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;

/** The errors of reads that failed: the JDK gives only the words of the C library for them. */
public final class ReadErrors {
  private ReadErrors() {}

  /** The same evidence, in which each read that failed has the name of its error. */
  static ArchiveEvidence named(ArchiveEvidence evidence) {
    return evidence.withProblems(problem ->
        problem.kind() == Problem.Kind.READ_ERROR ? problem.withErrno(name(problem)) : problem);
  }

  /**
   * The error of a read that failed, or {@link Errno#UNKNOWN}. Records of custody up to 0.2.0 hold
   * its words only.
   */
  public static String name(Problem problem) {
    return problem.errno() != null ? problem.errno() : Errno.nameOf(problem.observed());
  }
}
