package dev.custody.diagnosis.facts;

import dev.custody.record.CauseId;
import dev.custody.record.RuledOut;

/** What an errno other than EACCES and EPERM excludes. */
public final class OtherErrno {
  private static final String FACT = "a missing permission gives EACCES";

  /** The mode of a file that cannot be read. */
  public static final RuledOut NOT_THE_MODE = RuledOut.of(CauseId.MODE_DENIES, FACT);

  private OtherErrno() {}

  /**
   * The mode of a file or directory that cannot be written.
   *
   * @param words the errno that was found, in words
   */
  public static RuledOut notWriteDenied(String words) {
    return RuledOut.of(CauseId.WRITE_DENIED, FACT + ", this is " + words);
  }
}
