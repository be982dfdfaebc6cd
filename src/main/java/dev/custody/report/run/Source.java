package dev.custody.report.run;

import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read.
 *
 * @param compact whether only the compact record was there
 * @param record the full record; null where only the compact one was there
 * @param compactRecord the compact record; null beside a full one
 */
public record Source(
    String source,
    boolean compact,
    @Nullable ExecutionRecord record,
    @Nullable CompactRecord compactRecord) {
  static Source of(RecordedEvidence.Look look) {
    return switch (look) {
      case RecordedEvidence.Full full -> new Source(full.source(), false, full.record(), null);
      case RecordedEvidence.Compact compact ->
          new Source(compact.source(), true, null, compact.record());
    };
  }

  /** What was read, for its JSON. */
  public Object document() {
    return record != null ? record : Objects.requireNonNull(compactRecord);
  }
}
