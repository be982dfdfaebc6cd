package dev.custody.oci.json;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;

/** Words for what is wrong with a document, and for where. */
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

  /** How a message calls the value that is read: {@code layers[3].digest}. */
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
