package dev.custody.diagnosis;

import dev.custody.oci.ArchiveEvidence;

/** Whether the archive's bytes were written again around the same image. */
enum Rewrite {
  YES,
  NO,
  /** Everything known is equal, but the archive as a whole was not hashed. */
  UNKNOWN;

  static Rewrite of(Content content) {
    ArchiveEvidence before = content.recordedArchive();
    ArchiveEvidence now = content.archive();
    if (before == null || now == null) {
      return UNKNOWN;
    }
    if (before.archiveDigest() != null && now.archiveDigest() != null) {
      return before.archiveDigest().equals(now.archiveDigest()) ? NO : YES;
    }
    boolean otherIndex =
        before.indexDigest() != null
            && now.indexDigest() != null
            && !before.indexDigest().equals(now.indexDigest());
    boolean otherSize = before.size() > 0 && now.size() > 0 && before.size() != now.size();
    return otherIndex || otherSize ? YES : UNKNOWN;
  }
}
