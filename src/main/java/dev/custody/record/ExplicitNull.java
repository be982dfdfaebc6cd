package dev.custody.record;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/**
 * A null where a value belongs. No custody ever wrote one, since what is not known is left out, and
 * Jackson reads it as left out too: a digest that somebody took away would not be missed.
 */
final class ExplicitNull {
  private ExplicitNull() {}

  /**
   * Refuses a record that has one as the value of a field. In an array, which can leave nothing
   * out, the reader of its elements decides.
   */
  static void refuse(String json, String source) throws UnreadableRecordException {
    try (JsonParser parser = RecordJson.mapper().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        TokenStreamContext place = parser.streamReadContext();
        if (token == JsonToken.VALUE_NULL && place.inObject()) {
          throw new UnreadableRecordException(
              source
                  + ": not a readable record, field "
                  + field(place)
                  + ": null is not a value; custody leaves out what is not known, so the record was"
                  + " changed");
        }
      }
    }
  }

  /** {@code archive.walk.components[2].mode}. */
  private static String field(TokenStreamContext place) {
    StringBuilder field = new StringBuilder();
    for (TokenStreamContext at = place; at != null && !at.inRoot(); at = at.getParent()) {
      boolean last = field.isEmpty();
      boolean bracket = !last && field.charAt(0) == '[';
      field.insert(
          0,
          at.inArray()
              ? "[" + at.getCurrentIndex() + "]" + (last || bracket ? "" : ".")
              : at.currentName() + (last || bracket ? "" : "."));
    }
    return field.toString();
  }
}
