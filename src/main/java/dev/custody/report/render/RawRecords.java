package dev.custody.report.render;

import dev.custody.record.RecordJson;
import dev.custody.report.run.Source;

/**
 * Records as JSON to be shown: characters that a reader cannot see or that reorder text escaped.
 */
final class RawRecords {
  private RawRecords() {}

  static String line(Source source) {
    return RecordJson.line(source.document());
  }

  static String indented(Source source) {
    return RecordJson.indented(source.document());
  }
}
