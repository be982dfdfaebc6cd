package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clocks disagree: a file from the future, or an observation before its record. Times then prove
 * nothing.
 */
public final class ClockSkew implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.CLOCK_SKEW;
  }

  /** Above what clocks kept by NTP and a slow look explain. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    RecordedEvidence.Look recorded = content.toExplain();
    List<String> evidence = new ArrayList<>();
    FileStatus file = content.file();
    Instant now = content.observed().createdAt();
    if (file != null && isAhead(content)) {
      evidence.add("archive modified " + file.modified() + ", looked at " + now);
    }
    if (recorded != null && recorded.at().isAfter(now.plus(TOLERANCE))) {
      evidence.add("recorded at " + recorded.at() + ", looked at " + now);
    }
    if (evidence.isEmpty()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        Finding.Confidence.MEDIUM,
        "the clocks of the nodes or the storage disagree, so times were not used as evidence",
        evidence,
        List.of(),
        "compare by digest, and have the clocks set (chrony)",
        "`date -u` on both nodes and on the file server");
  }

  /** Whether the archive's file was modified in the future. */
  static boolean isAhead(ContentEvidence content) {
    FileStatus file = content.file();
    return file != null && file.modified().isAfter(content.observed().createdAt().plus(TOLERANCE));
  }
}
