package dev.custody.oci.json;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;

/** Words a fault of a JSON document and its place. */
public final class JsonFault {
  /** The remedy where a document is damaged. */
  public static final String REMEDY = "Export the image again.";

  private JsonFault() {}

  static UnreadableArchive malformed(
      String what, String place, String fault, @Nullable TokenStreamLocation at) {
    String where = at == null ? "" : where(at);
    return new UnreadableArchive(
        Kind.MALFORMED, place + where, what + " cannot be read: " + fault + where + ".", REMEDY);
  }

  /** The fault of the value that is read, by its path. */
  static UnreadableArchive atValue(String what, String place, String fault, JsonParser parser) {
    TokenStreamContext at = parser.streamReadContext();
    JsonToken token = parser.currentToken();
    String name =
        path(
            token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY
                ? at.getParent()
                : at);
    return malformed(
        what,
        place,
        (name.isEmpty() ? "the document " : name + " ") + fault,
        parser.currentTokenLocation());
  }

  /** One key twice, or two keys that are one to Go. */
  static String twice(String first, String second) {
    return first.equals(second)
        ? "has the key \"" + Quoted.of(first) + "\" twice"
        : "has the keys \""
            + Quoted.of(first)
            + "\" and \""
            + Quoted.of(second)
            + "\", which Go treats as the same key";
  }

  static UnreadableArchive ambiguous(String what, String place, String fault, JsonParser parser) {
    String object = path(parser.streamReadContext().getParent());
    String where = where(parser.currentTokenLocation());
    return new UnreadableArchive(
        Kind.AMBIGUOUS_ARCHIVE,
        place + where,
        what
            + " can be read in two ways: "
            + (object.isEmpty() ? "it " : object + " ")
            + fault
            + where
            + ". skopeo, podman and buildah take the last one, other readers the first.",
        REMEDY);
  }

  static String where(TokenStreamLocation at) {
    return " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }

  static String words(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
      default -> "a number";
    };
  }

  /** Returns the name of the current value in messages: {@code layers[3].digest}. */
  static String path(@Nullable TokenStreamContext at) {
    if (at == null || at.inRoot()) {
      return "";
    }
    String parent = path(at.getParent());
    if (at.inArray()) {
      return parent + "[" + at.getCurrentIndex() + "]";
    }
    String name = Quoted.of(String.valueOf(at.currentName()));
    return parent.isEmpty() ? name : parent + "." + name;
  }
}
