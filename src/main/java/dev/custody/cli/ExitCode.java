package dev.custody.cli;

import dev.custody.gate.VerdictWord;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;

/**
 * The exit codes, the same for every command. "Different" and "could not look" are never the same
 * number.
 */
final class ExitCode {
  /** The evidence matches; the archive is sound; the path is readable. */
  static final int OK = 0;

  /** The gate is closed: the evidence differs, or the archive is damaged. */
  static final int CLOSED = 1;

  /** An option is unknown, or an argument is missing or unusable. */
  static final int USAGE = 2;

  /** Cannot tell: the evidence could not be collected. */
  static final int CANNOT_TELL = 3;

  /** A defect in custody itself, EX_SOFTWARE of sysexits.h. */
  static final int DEFECT = 70;

  private ExitCode() {}

  /** Opens or closes the gate. */
  static int of(VerdictWord verdict) {
    return switch (verdict) {
      case PASS -> OK;
      case FAIL -> CLOSED;
      case UNKNOWN -> CANNOT_TELL;
    };
  }

  /** The exit code after reading these archives: damage outweighs what could not be read. */
  static int of(ArchiveEvidence... archives) {
    boolean cannotTell = false;
    for (ArchiveEvidence archive : archives) {
      for (Problem problem : archive.checks().problems()) {
        switch (problem.kind().severity()) {
          case DAMAGED -> {
            return CLOSED;
          }
          case CANNOT_TELL -> cannotTell = true;
        }
      }
    }
    return cannotTell ? CANNOT_TELL : OK;
  }
}
