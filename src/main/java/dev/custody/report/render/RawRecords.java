package dev.custody.report.render;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordJson;

/**
 * Records as JSON to be shown: characters that a reader cannot see or that reorder text escaped.
 */
final class RawRecords {
  private RawRecords() {}

  static String line(ExecutionRecord record) {
    return RecordJson.visible(RecordJson.mapper().writeValueAsString(record));
  }

  static String indented(ExecutionRecord record) {
    return RecordJson.visible(
        RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(record));
  }
}
