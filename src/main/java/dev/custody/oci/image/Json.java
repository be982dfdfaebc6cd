package dev.custody.oci.image;

import dev.custody.oci.Digest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.NameSet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document (RFC 8259, in UTF-8) as a stream, value by value, in the order in which
 * its reader asks. No tree is built: a hostile index of 4 MiB could make one of hundreds. Nesting
 * is bounded, and a key that occurs twice is an error, since readers disagree about which one
 * counts. As in Go's decoder, bytes that are not UTF-8 become U+FFFD.
 *
 * <p>Written here rather than taken from Jackson, which writes and reads our records: every short
 * command reads three such documents, and Jackson's first parser has the JDK compute constants of
 * BigDecimal for 25 to 40 ms. JsonTest holds both against each other.
 */
public final class Json {
  private static final int DEEPEST = 64;

  /** Strings that one document may have us keep; 4 MiB hold no more descriptors than a third. */
  private static final int MOST_STRINGS = 100_000;

  private final byte[] bytes;
  private final String what;
  private final String place;

  /** The next byte to read. */
  private int at;

  /** Where the latest value begins. */
  private int start;

  private int depth;

  private int strings;

  /** Of each object that is open, the key whose value is read; null for an array. */
  private final @Nullable String[] keys = new String[DEEPEST + 1];

  /** Of each array that is open, the position that is read. */
  private final int[] positions = new int[DEEPEST + 1];

  private Json(byte[] bytes, String what, String place) {
    this.bytes = bytes;
    this.what = what;
    this.place = place;
  }

  /** Reads one value. */
  public interface Reader<T> {
    T read(Json json) throws UnreadableArchive;
  }

  /** Reads one field's value; a field it does not want it must {@link Json#skip}. */
  public interface Field {
    void read(String name) throws UnreadableArchive;
  }

  /** Reads one element of an array. */
  public interface Element {
    void read() throws UnreadableArchive;
  }

  /**
   * Reads a whole document.
   *
   * @param what how a message calls it: {@code index.json of image.tar}
   */
  public static <T> T parse(byte[] bytes, String what, String place, Reader<T> reader)
      throws UnreadableArchive {
    Json json = new Json(bytes, what, place);
    if (json.next() < 0) {
      throw json.malformed("is empty", 0);
    }
    T value = reader.read(json);
    if (json.next() >= 0) {
      throw json.malformed("goes on after its end", json.at);
    }
    return value;
  }

  public void object(Field field) throws UnreadableArchive {
    open('{', "an object");
    int from = start;
    Keys seen = new Keys();
    for (boolean more = !closes('}'); more; more = goesOn('}')) {
      if (next() != '"') {
        throw unexpected("a name in quotes");
      }
      int quote = at;
      String key = text();
      if (!seen.add(key)) {
        throw invalid("the name " + Quoted.of(key) + " occurs twice in an object", quote);
      }
      keys[depth] = key;
      if (next() != ':') {
        throw unexpected("':'");
      }
      at++;
      field.read(key);
    }
    depth--;
    start = from;
  }

  /** An array; null counts as an empty one, as Go's decoder has it. */
  public void array(Element element) throws UnreadableArchive {
    if (isNull()) {
      return;
    }
    open('[', "an array");
    keys[depth] = null;
    positions[depth] = 0;
    for (boolean more = !closes(']'); more; more = goesOn(']')) {
      element.read();
      positions[depth]++;
    }
    depth--;
  }

  /** A string, or null. */
  public @Nullable String string() throws UnreadableArchive {
    if (isNull()) {
      return null;
    }
    if (next() != '"') {
      throw wrong("a string");
    }
    if (++strings > MOST_STRINGS) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          place,
          what
              + " holds more than "
              + MOST_STRINGS
              + " strings that would have to be remembered, which no image needs. Export the image"
              + " again.");
    }
    return text();
  }

  public Digest digest() throws UnreadableArchive {
    String text = string();
    try {
      return Digest.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw fault("is " + Quoted.of(String.valueOf(e.getMessage())));
    }
  }

  /** A byte count. */
  public long size() throws UnreadableArchive {
    int first = next();
    if (first != '-' && !isDigit(first)) {
      throw wrong("a whole number");
    }
    if (!number()) {
      throw fault("is not a whole number");
    }
    String digits = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    try {
      long size = Long.parseLong(digits);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // More than 63 bits.
    }
    throw fault("is out of range: " + Quoted.of(digits));
  }

  public Map<String, String> strings() throws UnreadableArchive {
    Map<String, String> map = new LinkedHashMap<>();
    if (!isNull()) {
      object(key -> {
        String value = string();
        map.put(key, value == null ? "" : value);
      });
    }
    return map;
  }

  /** Passes over a null, if that comes next. */
  public boolean isNull() throws UnreadableArchive {
    if (next() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  /** Passes over one value of any kind. */
  public void skip() throws UnreadableArchive {
    switch (next()) {
      case '{' -> object(_ -> skip());
      case '[' -> array(this::skip);
      case '"' -> text();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("a value");
    }
  }

  /** What is wrong with the value that was just read. */
  public UnreadableArchive fault(String fault) {
    return malformed(name() + " " + fault, start);
  }

  private UnreadableArchive wrong(String wanted) {
    return switch (next()) {
      case '{', '[', '"', 't', 'f', 'n', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          fault("is not " + wanted);
      default -> unexpected("a value");
    };
  }

  /** How a message calls a value: {@code layers[3].digest}. */
  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = 1; i <= depth; i++) {
      if (keys[i] == null) {
        name.append('[').append(positions[i]).append(']');
      } else {
        name.append(i == 1 ? "" : ".").append(Quoted.of(keys[i]));
      }
    }
    return name.isEmpty() ? "the document" : name.toString();
  }

  /** The first byte after white space, where a value may begin; -1 at the end. */
  private int next() {
    while (at < bytes.length
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
    start = at;
    return at < bytes.length ? bytes[at] & 0xff : -1;
  }

  private void open(char bracket, String wanted) throws UnreadableArchive {
    if (next() != bracket) {
      throw wrong(wanted);
    }
    if (depth == DEEPEST) {
      throw invalid("it nests more than " + DEEPEST + " deep", at);
    }
    depth++;
    at++;
  }

  private boolean closes(char bracket) {
    if (next() != bracket) {
      return false;
    }
    at++;
    return true;
  }

  /** After a value: whether a comma promises another one. */
  private boolean goesOn(char bracket) throws UnreadableArchive {
    if (closes(bracket)) {
      return false;
    }
    if (next() != ',') {
      throw unexpected("',' or '" + bracket + "'");
    }
    at++;
    return true;
  }

  private void literal(String word) throws UnreadableArchive {
    for (int i = 0; i < word.length(); i++, at++) {
      if (at == bytes.length || bytes[at] != word.charAt(i)) {
        throw unexpected(word);
      }
    }
  }

  /** A string from its quotation mark on. */
  private String text() throws UnreadableArchive {
    StringBuilder unescaped = null;
    int from = ++at;
    int bits = 0;
    while (true) {
      int b = at < bytes.length ? bytes[at] : -1;
      if (b == '"' || b == '\\') {
        Charset charset = bits < 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String plain = new String(bytes, from, at++ - from, charset);
        if (b == '"') {
          return unescaped == null ? plain : paired(unescaped.append(plain));
        }
        unescaped = (unescaped == null ? new StringBuilder() : unescaped).append(plain);
        unescaped.append(escaped());
        from = at;
        bits = 0;
      } else if (at == bytes.length || (b >= 0 && b < ' ')) {
        throw unexpected("a quotation mark");
      } else {
        bits |= b;
        at++;
      }
    }
  }

  /** As Go's decoder: half a pair of surrogates is no character. */
  private static String paired(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  private char escaped() throws UnreadableArchive {
    char plain =
        switch (at < bytes.length ? bytes[at] : 0) {
          case '"' -> '"';
          case '\\' -> '\\';
          case '/' -> '/';
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'u' -> 'u';
          default -> throw unexpected("one of \"\\/bfnrtu");
        };
    at++;
    return plain == 'u' ? unit() : plain;
  }

  /** The UTF-16 code unit of four hexadecimal digits. */
  private char unit() throws UnreadableArchive {
    int unit = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < bytes.length ? Character.digit(bytes[at], 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  /** Passes over a number; whether it is written as a whole one. */
  private boolean number() throws UnreadableArchive {
    if (bytes[at] == '-') {
      at++;
    }
    if (at < bytes.length && bytes[at] == '0') {
      at++;
    } else {
      digits();
    }
    boolean whole = true;
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      digits();
      whole = false;
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      digits();
      whole = false;
    }
    return whole;
  }

  private void digits() throws UnreadableArchive {
    int from = at;
    while (at < bytes.length && isDigit(bytes[at])) {
      at++;
    }
    if (at == from) {
      throw unexpected("a digit");
    }
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  private UnreadableArchive unexpected(String wanted) {
    String found = "it ends";
    if (at < bytes.length) {
      String rest = new String(bytes, at, Math.min(4, bytes.length - at), StandardCharsets.UTF_8);
      found = "there is '" + Quoted.of(Character.toString(rest.codePointAt(0))) + "'";
    }
    return invalid(found + " where " + wanted + " should be", at);
  }

  private UnreadableArchive invalid(String fault, int offset) {
    return malformed("is not valid JSON: " + fault, offset);
  }

  private UnreadableArchive malformed(String fault, int offset) {
    String before = new String(bytes, 0, offset, StandardCharsets.UTF_8);
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    String where = " (line " + line + ", column " + column + ")";
    return new UnreadableArchive(
        Kind.MALFORMED,
        place + where,
        what + " cannot be read: " + fault + where + ". Export the image again.");
  }

  /** The keys of one object so far: a few as they are, many by their hashes. */
  private static final class Keys {
    private static final int FEW = 16;

    private String[] few = new String[4];
    private @Nullable NameSet many;
    private int count;

    boolean add(String key) {
      if (many != null) {
        return many.add(key);
      }
      for (int i = 0; i < count; i++) {
        if (few[i].equals(key)) {
          return false;
        }
      }
      if (count == FEW) {
        many = new NameSet(new Semaphore(1));
        for (String each : few) {
          many.add(each);
        }
        return many.add(key);
      }
      if (count == few.length) {
        few = Arrays.copyOf(few, 2 * count);
      }
      few[count++] = key;
      return true;
    }
  }
}
