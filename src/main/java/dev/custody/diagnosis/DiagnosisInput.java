package dev.custody.diagnosis;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import java.util.List;

/**
 * Everything a diagnosis may look at.
 *
 * @param observed what this step saw
 * @param recorded what earlier steps saw; may be empty
 */
public record DiagnosisInput(ExecutionRecord observed, List<RecordedEvidence> recorded) {
  public DiagnosisInput {
    recorded = List.copyOf(recorded);
  }

  /** The records with an observation among what was recorded. */
  List<RecordedEvidence.Look> looks() {
    return recorded.stream()
        .filter(RecordedEvidence.Look.class::isInstance)
        .map(RecordedEvidence.Look.class::cast)
        .toList();
  }
}
