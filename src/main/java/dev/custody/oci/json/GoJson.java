package dev.custody.oci.json;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoType.AlsoAny;
import dev.custody.oci.json.GoType.ListOf;
import dev.custody.oci.json.GoType.MapOf;
import dev.custody.oci.json.GoType.Scalar;
import dev.custody.oci.json.GoType.Struct;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Decodes one JSON document as Go's {@code encoding/json} does, which skopeo, podman and buildah
 * read archives with: field names match without regard to case, null is a zero value, and a value
 * of another type is an error. Jackson reads the tokens.
 *
 * <p>Two keys of one object that Go takes for the same field are refused: Go takes the last one,
 * other readers the first, or the one in the right case. Keys that no field has may repeat.
 */
public final class GoJson {
  /** The most values of one document that are kept; descriptors of 4 MiB need a fourth. */
  private static final int MOST_VALUES = 200_000;

  /** The depth at which Go's own scanner stops. */
  private static final int DEEPEST = 10_000;

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // A table of names that a hostile document fills would only cost.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;
  private final String what;
  private final String place;
  private int kept;

  /** The number of enclosing fields that Go decodes into {@code interface{}} too. */
  private int alsoAny;

  private GoJson(JsonParser parser, String what, String place) {
    this.parser = parser;
    this.what = what;
    this.place = place;
  }

  /**
   * Decodes a whole document into a struct.
   *
   * @param what how a message calls the document: {@code index.json of image.tar}
   * @param place how a problem names it: {@code index.json}
   * @throws UnreadableArchive if it is no JSON, holds a value of another type than Go would take
   *     there, or can be read in two ways
   */
  public static GoObject decode(byte[] bytes, Struct type, String what, String place)
      throws UnreadableArchive {
    return document(bytes, type, what, place) instanceof GoObject object
        ? object
        : GoObject.empty(type);
  }

  /** Decodes a whole document into a slice of structs. */
  public static List<GoObject> decodeList(byte[] bytes, Struct element, String what, String place)
      throws UnreadableArchive {
    return document(bytes, new ListOf(element), what, place) instanceof List<?> list
        ? list.stream().map(GoObject.class::cast).toList()
        : List.of();
  }

  private static @Nullable Object document(byte[] bytes, GoType type, String what, String place)
      throws UnreadableArchive {
    String text = GoText.decode(bytes);
    if (text.startsWith("\ufeff")) {
      throw JsonFault.malformed(
          what, place, "it begins with a byte order mark, which JSON does not allow", null);
    }
    try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      GoJson json = new GoJson(parser, what, place);
      if (parser.nextToken() == null) {
        throw JsonFault.malformed(what, place, "the document is empty", null);
      }
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        throw json.fault("is null where " + type.words() + " should be");
      }
      Object value = json.value(type);
      if (parser.nextToken() != null) {
        throw JsonFault.malformed(
            what,
            place,
            "there is more text after the end of the document",
            parser.currentTokenLocation());
      }
      return value;
    } catch (JacksonException e) {
      String fault = "is not valid JSON: " + Quoted.of(e.getOriginalMessage());
      throw JsonFault.malformed(what, place, fault, e.getLocation());
    }
  }

  /** The current token as a value of the type; null for null. */
  private @Nullable Object value(GoType type) throws UnreadableArchive {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (++kept > MOST_VALUES) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          place,
          what
              + " holds more than "
              + MOST_VALUES
              + " values, more than any image needs. Export the image"
              + " again.");
    }
    Object value = null;
    if (type instanceof AlsoAny(GoType own)) {
      alsoAny++;
      value = value(own);
      alsoAny--;
    } else if (token == JsonToken.START_OBJECT && type instanceof Struct struct) {
      value = object(struct);
    } else if (token == JsonToken.START_OBJECT && type instanceof MapOf map) {
      value = map(map);
    } else if (token == JsonToken.START_ARRAY && type instanceof ListOf list) {
      value = list(list.element());
    } else if (type instanceof Scalar scalar) {
      value = scalar(scalar, token);
    }
    if (value == null) {
      throw fault("is " + JsonFault.words(token) + " where Go expects " + type.words());
    }
    return value;
  }

  /** The value; null if the token is of another type. */
  private @Nullable Object scalar(Scalar type, JsonToken token) throws UnreadableArchive {
    boolean string = token == JsonToken.VALUE_STRING;
    return switch (type) {
      case STRING -> string ? GoText.paired(parser.getString()) : null;
      case TIME -> string ? time() : null;
      case BYTES -> string ? base64() : null;
      case INT -> token == JsonToken.VALUE_NUMBER_INT ? number() : null;
      case BOOL -> token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
      case ANY -> {
        numbersFit();
        yield true;
      }
      case STRING_OR_STRINGS ->
          string
              ? List.of(GoText.paired(parser.getString()))
              : token == JsonToken.START_ARRAY ? list(Scalar.STRING) : null;
    };
  }

  private GoObject object(Struct type) throws UnreadableArchive {
    @Nullable Object[] values = new Object[type.names().size()];
    @Nullable String[] keys = new String[values.length];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int field = type.find(GoText.paired(key));
      if (field >= 0 && keys[field] != null) {
        throw twice(keys[field], key);
      }
      parser.nextToken();
      if (field < 0) {
        skip();
      } else {
        keys[field] = key;
        values[field] = value(type.types().get(field));
      }
    }
    return new GoObject(type, values);
  }

  /** Skips the current value, which belongs to no field. */
  private void skip() throws UnreadableArchive {
    if (alsoAny > 0) {
      numbersFit();
    } else {
      parser.skipChildren();
    }
  }

  /** Skips the current value, and refuses a number that Go cannot put into a float64. */
  private void numbersFit() throws UnreadableArchive {
    int open = 0;
    while (true) {
      JsonToken token = parser.currentToken();
      if (token.isNumeric() && Double.isInfinite(Double.parseDouble(parser.getString()))) {
        throw fault("is out of the range of a float64: " + Quoted.of(parser.getString()));
      }
      open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (open == 0) {
        return;
      }
      parser.nextToken();
    }
  }

  private UnreadableArchive twice(String first, String second) {
    return ambiguous(JsonFault.twice(first, second));
  }

  private UnreadableArchive ambiguous(String fault) {
    return JsonFault.ambiguous(what, place, fault, parser);
  }

  private List<Object> list(GoType element) throws UnreadableArchive {
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(element);
      list.add(value == null ? zero(element) : value);
    }
    return list;
  }

  private Map<String, Object> map(MapOf type) throws UnreadableArchive {
    Map<String, Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = GoText.paired(parser.currentName());
      parser.nextToken();
      Object value = value(type.value());
      Object now = value == null ? zero(type.value()) : value;
      Object before = map.put(key, now);
      if (before != null && !before.equals(now) && type.deciding().contains(key)) {
        throw ambiguous("has the key \"" + Quoted.of(key) + "\" twice, with different values");
      }
    }
    return map;
  }

  private Object zero(GoType type) {
    kept++;
    if (type instanceof Struct struct) {
      return GoObject.empty(struct);
    }
    if (type instanceof MapOf) {
      return Map.of();
    }
    return type instanceof ListOf ? List.of() : type == Scalar.INT ? (Object) 0L : "";
  }

  private Long number() throws UnreadableArchive {
    String digits = parser.getString();
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw fault("is out of range: " + Quoted.of(digits));
    }
  }

  private String time() throws UnreadableArchive {
    String text = parser.getString();
    // Go reads a date before escapes are undone.
    long raw =
        parser.currentLocation().getCharOffset() - parser.currentTokenLocation().getCharOffset();
    if (raw != text.length() + 2 || !GoTime.isDate(text)) {
      throw fault("is not a date in the form of RFC 3339: \"" + Quoted.of(text) + "\"");
    }
    return text;
  }

  private Boolean base64() throws UnreadableArchive {
    String text = parser.getString().replace("\r", "").replace("\n", "");
    try {
      if (text.length() % 4 == 0) {
        return Base64.getDecoder().decode(text).length > 0;
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw fault("is not valid base64");
  }

  private UnreadableArchive fault(String fault) {
    return JsonFault.atValue(what, place, fault, parser);
  }
}
