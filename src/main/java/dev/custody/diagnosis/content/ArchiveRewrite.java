package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.record.RecordedEvidence;

/** Whether the archive's bytes were written again around the same image. */
public enum ArchiveRewrite {
  YES,
  NO,
  /** Everything known is equal, but the archive as a whole was not hashed. */
  UNKNOWN;

  static ArchiveRewrite of(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    if (recorded == null) {
      return UNKNOWN;
    }
    ArchiveEvidence before = recorded.archive();
    ArchiveFile now = content.archive().file();
    if (before != null && before.file().digest() != null && now.digest() != null) {
      return before.file().digest().equals(now.digest()) ? NO : YES;
    }
    boolean otherIndex =
        recorded.indexDigest() != null
            && now.indexDigest() != null
            && !recorded.indexDigest().equals(now.indexDigest());
    Long size = recorded.size();
    boolean otherSize = size != null && size > 0 && now.size() > 0 && size != now.size();
    return otherIndex || otherSize ? YES : UNKNOWN;
  }
}
