package dev.custody.report.render;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordJson;

/**
 * Records as JSON to be shown: characters that a reader cannot see or that reorder text escaped.
 */
final class RawRecords {
  private RawRecords() {}

  static String line(ExecutionRecord record) {
    return visible(RecordJson.mapper().writeValueAsString(record));
  }

  static String indented(ExecutionRecord record) {
    return visible(RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(record));
  }

  /** Escapes them as JSON does, so that the text stays the same document. */
  private static String visible(String json) {
    if (json.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n')) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (hidden(c)) {
            for (char half : Character.toChars(c)) {
              out.append(String.format("\\u%04x", (int) half));
            }
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
