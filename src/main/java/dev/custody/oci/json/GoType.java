package dev.custody.oci.json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Go type, as far as encoding/json decodes a document into it. */
public sealed interface GoType {

  /** Types of single values. */
  enum Scalar implements GoType {
    STRING("a string"),
    /** {@code int} and {@code int64}: 64 bits on every machine that matters. */
    INT("a whole number"),
    BOOL("true or false"),
    /** {@code time.Time}; kept as the text of the document. */
    TIME("a date in the form of RFC 3339"),
    /** {@code []byte}, base64; kept is only whether there are any. */
    BYTES("a text in base64"),
    /** {@code interface{}}: anything with numbers that fit; kept is only that it is there. */
    ANY("a value"),
    /** {@code strslice.StrSlice}: a string, or an array of strings. */
    STRING_OR_STRINGS("a string or an array of strings");

    private final String words;

    Scalar(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Returns the name of such a value in messages: {@code a string}. */
  String words();

  /** A slice. */
  record ListOf(GoType element) implements GoType {
    @Override
    public String words() {
      return "an array";
    }
  }

  /**
   * A type of a field that is decoded a second time, into {@code interface{}}: each number below
   * it, in whatever field, must fit into a {@code float64}.
   */
  record AlsoAny(GoType type) implements GoType {
    @Override
    public String words() {
      return type.words();
    }
  }

  /**
   * A map with string keys.
   *
   * @param deciding keys by which an image is chosen: if one occurs twice with different values,
   *     readers that take the first choose another image than those that take the last
   */
  record MapOf(GoType value, Set<String> deciding) implements GoType {
    public MapOf {
      deciding = Set.copyOf(deciding);
    }

    @Override
    public String words() {
      return "an object";
    }
  }

  /**
   * A struct: its fields are found without regard to case, other keys are passed over.
   *
   * @param names of the fields, at most 64, no two of which differ only in case
   * @param types of the fields, in the same order
   * @param folded position of a field by its {@link #fold folded} name
   */
  record Struct(List<String> names, List<GoType> types, Map<String, Integer> folded)
      implements GoType {

    /** A struct of names and types in turn: {@code "size", INT, "urls", list}. */
    public static Struct of(Object... namesAndTypes) {
      String[] names = new String[namesAndTypes.length / 2];
      GoType[] types = new GoType[names.length];
      Map<String, Integer> folded = new HashMap<>();
      for (int i = 0; i < names.length; i++) {
        names[i] = (String) namesAndTypes[2 * i];
        types[i] = (GoType) namesAndTypes[2 * i + 1];
        if (folded.put(fold(names[i]), i) != null || i == Long.SIZE) {
          throw new IllegalArgumentException("field " + names[i]);
        }
      }
      return new Struct(List.of(names), List.of(types), Map.copyOf(folded));
    }

    /** The position of the field that Go's decoder finds for a key; -1 if there is none. */
    public int find(String key) {
      return folded.getOrDefault(fold(key), -1);
    }

    @Override
    public String words() {
      return "an object";
    }
  }

  /**
   * The form in which names are compared: ASCII letters in lower case, and the two letters outside
   * ASCII that Unicode's simple folding (CaseFolding.txt) makes ASCII letters of: the long s and
   * the Kelvin sign. Java's own lower case would fold others, too.
   */
  static String fold(String name) {
    StringBuilder folded = null;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      char to =
          c == '\u017f' ? 's' : c == '\u212a' ? 'k' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
      if (to != c) {
        folded = folded == null ? new StringBuilder(name) : folded;
        folded.setCharAt(i, to);
      }
    }
    return folded == null ? name : folded.toString();
  }
}
