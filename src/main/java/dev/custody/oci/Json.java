package dev.custody.oci;

import dev.custody.oci.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one small JSON document as a stream, field by field. No tree is built: a hostile index of 4
 * MiB could make one of hundreds. Nesting is bounded, and a key that occurs twice is an error,
 * since readers disagree about which one counts.
 */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxStringLength(1 << 20)
                  .maxNameLength(1 << 12)
                  .maxNumberLength(40)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // No table of names: nothing for hostile names to fill, and no hash seeded by the clock.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;
  private final String what;
  private final String place;

  private Json(JsonParser parser, String what, String place) {
    this.parser = parser;
    this.what = what;
    this.place = place;
  }

  /** Reads one value; the parser stands on its first token. */
  interface Reader<T> {
    T read(Json json) throws UnreadableArchive;
  }

  /** Reads one field's value; a field it does not want it must {@link Json#skip}. */
  interface Field {
    void read(String name) throws UnreadableArchive;
  }

  /** Reads one element of an array. */
  interface Element {
    void read() throws UnreadableArchive;
  }

  /**
   * Reads a whole document.
   *
   * @param what how a message calls it: {@code index.json of image.tar}
   */
  static <T> T parse(byte[] bytes, String what, String place, Reader<T> reader)
      throws UnreadableArchive {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      Json json = new Json(parser, what, place);
      if (parser.nextToken() == null) {
        throw json.malformed("is empty");
      }
      T value = reader.read(json);
      if (parser.nextToken() != null) {
        throw json.malformed("goes on after its end");
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(what, place, Quoted.of(firstLine(e)), e.getLocation());
    }
  }

  private static String firstLine(JacksonException e) {
    String message = e.getOriginalMessage();
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    // What follows names a source that the parser does not know.
    int start = line.indexOf(" (start marker at ");
    return "is not valid JSON: " + (start < 0 ? line : line.substring(0, start));
  }

  void object(Field field) throws UnreadableArchive {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      field.read(key);
    }
  }

  /** An array; null counts as an empty one, as Go's decoder has it. */
  void array(Element element) throws UnreadableArchive {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("an array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  /** A string, or null. */
  @Nullable String string() throws UnreadableArchive {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_NULL -> null;
      default -> throw wrong("a string");
    };
  }

  Digest digest() throws UnreadableArchive {
    String text = string();
    try {
      return Digest.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw fault("is " + Quoted.of(String.valueOf(e.getMessage())));
    }
  }

  /** A byte count. */
  long size() throws UnreadableArchive {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong("a whole number");
    }
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
      throw fault("is out of range: " + Quoted.of(parser.getString()));
    }
    return parser.getLongValue();
  }

  Map<String, String> strings() throws UnreadableArchive {
    Map<String, String> map = new LinkedHashMap<>();
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      object(key -> {
        String value = string();
        map.put(key, value == null ? "" : value);
      });
    }
    return map;
  }

  void skip() {
    parser.skipChildren();
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** What is wrong with the value that was just read. */
  UnreadableArchive fault(String fault) {
    return malformed(at(parser.streamReadContext()) + " " + fault);
  }

  private UnreadableArchive wrong(String wanted) {
    return fault("is not " + wanted);
  }

  /** How a message calls a value: {@code layers[3].digest}. */
  private static String at(TokenStreamContext context) {
    StringBuilder name = new StringBuilder();
    for (TokenStreamContext c = context; c != null; c = c.getParent()) {
      if (c.inArray() && c.hasCurrentIndex()) {
        name.insert(0, "[" + c.getCurrentIndex() + "]");
      } else if (c.inObject() && c.hasCurrentName()) {
        name.insert(0, "." + Quoted.of(c.currentName()));
      }
    }
    return name.isEmpty() ? "the document" : name.substring(name.charAt(0) == '.' ? 1 : 0);
  }

  private UnreadableArchive malformed(String fault) {
    return malformed(what, place, fault, parser.currentTokenLocation());
  }

  private static UnreadableArchive malformed(
      String what, String place, String fault, @Nullable TokenStreamLocation at) {
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return new UnreadableArchive(
        Kind.MALFORMED,
        place + where,
        what + " cannot be read: " + fault + where + ". Export the image again.");
  }
}
