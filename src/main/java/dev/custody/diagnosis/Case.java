package dev.custody.diagnosis;

import dev.custody.record.ExecutionRecord;
import java.util.List;

/**
 * Everything a diagnosis may look at.
 *
 * @param observed what this step saw
 * @param recorded what earlier steps saw, full or partial; may be empty
 * @param given digests given alone
 */
public record Case(ExecutionRecord observed, List<ExecutionRecord> recorded, List<String> given) {
  public Case {
    recorded = List.copyOf(recorded);
    given = List.copyOf(given);
  }
}
