package dev.custody.oci;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an archive.
 *
 * @param place where: an entry's name, a blob's digest, {@code offset 512}
 * @param recorded what the archive claims, where there is a claim
 * @param observed what was found instead
 * @param message one sentence: what, where, and what to do next
 * @param errno of a read that failed, as errno(3) names it; null where that is not known
 */
public record Problem(
    Kind kind,
    String place,
    @Nullable String recorded,
    @Nullable String observed,
    String message,
    @Nullable String errno) {
  /** Any other problem than a read that failed. */
  public Problem(
      Kind kind,
      String place,
      @Nullable String recorded,
      @Nullable String observed,
      String message) {
    this(kind, place, recorded, observed, message, null);
  }

  /** The same, and which error it was. */
  public Problem withErrno(String name) {
    return new Problem(kind, place, recorded, observed, message, name);
  }

  /** The meaning of a problem for the exit code. */
  public enum Severity {
    /** The archive contradicts itself, or means two things: exit 1. */
    DAMAGED,
    /** The evidence could not be had: exit 3. */
    CANNOT_TELL
  }

  /** The kinds of problem. */
  public enum Kind {
    NO_SUCH_FILE(Severity.CANNOT_TELL),
    ACCESS_DENIED(Severity.CANNOT_TELL),
    READ_ERROR(Severity.CANNOT_TELL),
    NOT_A_REGULAR_FILE(Severity.CANNOT_TELL),
    NOT_AN_ARCHIVE(Severity.CANNOT_TELL),
    EMPTY_FILE(Severity.CANNOT_TELL),
    UNSUPPORTED(Severity.CANNOT_TELL),
    TOO_LARGE(Severity.CANNOT_TELL),
    AMBIGUOUS_INDEX(Severity.CANNOT_TELL),
    REF_NOT_FOUND(Severity.CANNOT_TELL),
    TRUNCATED(Severity.DAMAGED),
    MALFORMED(Severity.DAMAGED),
    /**
     * The archive can be read in two ways, so that a push may publish another image than the one
     * inspected.
     */
    AMBIGUOUS_ARCHIVE(Severity.DAMAGED),
    BLOB_MISSING(Severity.DAMAGED),
    SIZE_MISMATCH(Severity.DAMAGED),
    DIGEST_MISMATCH(Severity.DAMAGED),
    DIFF_ID_MISMATCH(Severity.DAMAGED),
    CHANGED_WHILE_READ(Severity.DAMAGED);

    private final Severity severity;

    Kind(Severity severity) {
      this.severity = severity;
    }

    /** Returns the meaning of this kind for the exit code. */
    public Severity severity() {
      return severity;
    }
  }
}
