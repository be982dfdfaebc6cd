package dev.custody.oci.tar;

import dev.custody.oci.Quoted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pax extended header (POSIX pax, "pax Extended Header": records of {@code length
 * key=value newline}), as Go's archive/tar takes it: of a key that repeats the last value counts,
 * and an empty value says nothing.
 *
 * @param records the records that bear on reading, by key
 * @param repeated keys among them that were given different values
 * @param attribute the first extended attribute that not everybody can set, or nobody
 * @param badNumber the first number or time that is none, in words: Go refuses the entry
 */
record Pax(
    Map<String, String> records,
    Set<String> repeated,
    @Nullable String attribute,
    @Nullable String badNumber) {
  static final Pax NONE = new Pax(Map.of(), Set.of(), null, null);

  /** The records that change which bytes are read under which name. */
  private static final Set<String> READING = Set.of("path", "linkpath", "size");

  private static final Set<String> NUMBERS = Set.of("uid", "gid", "size");
  private static final Set<String> TIMES = Set.of("atime", "mtime", "ctime");
  private static final Set<String> NO_NUL = Set.of("path", "linkpath", "uname", "gname");
  private static final String ATTRIBUTE = "SCHILY.xattr.";

  /**
   * Attributes that Linux refuses to some or to all (xattr(7)). In no namespace at all they are not
   * supported, which containers/storage ignores, as it does SELinux labels.
   */
  private static final Pattern NOT_FOR_ALL =
      Pattern.compile("|user\\.|(security|trusted|system)\\..*|.{256,}", Pattern.DOTALL);

  private static final String SPARSE = "GNU.sparse.";
  private static final String SPARSE_MAP = SPARSE + "map";

  /** The shortest record that Go takes: {@code 5 k=} and a newline. */
  private static final int SHORTEST = 5;

  /** The records are malformed; the message says where and how. */
  static final class BadPax extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    BadPax(int at, String why) {
      super(why, null, false, false);
      this.why = "its record at byte " + at + " " + why;
    }

    String why() {
      return why;
    }
  }

  static Pax parse(byte[] bytes) throws BadPax {
    return new Parser(bytes).parse();
  }

  /** A record's value; null if it is missing or empty. */
  @Nullable String value(String key) {
    String value = records.get(key);
    return value == null || value.isEmpty() ? null : value;
  }

  @Nullable String path() {
    return value("path");
  }

  @Nullable String link() {
    return value("linkpath");
  }

  @Nullable Long size() {
    String size = value("size");
    return size == null ? null : TarFields.decimal(size);
  }

  /** A {@code GNU.sparse.} record's value, by the rest of its key; empty if it is missing. */
  String sparse(String key) {
    return records.getOrDefault(SPARSE + key, "");
  }

  boolean mentionsSparse() {
    return records.keySet().stream().anyMatch(key -> key.startsWith(SPARSE));
  }

  /** The records that differ from another's in which bytes are read under which name. */
  boolean readsAs(Pax other) {
    return READING.stream().allMatch(key -> Objects.equals(value(key), other.value(key)))
        && mentionsSparse() == other.mentionsSparse();
  }

  /** Whether there is any record that changes which bytes are read under which name. */
  boolean says() {
    return !readsAs(NONE);
  }

  private static final class Parser {
    private final byte[] bytes;
    private final Map<String, String> records = new HashMap<>();
    private final Set<String> repeated = new HashSet<>();
    private final StringBuilder map = new StringBuilder();
    private int mapValues;
    private @Nullable String attribute;
    private @Nullable String badNumber;

    Parser(byte[] bytes) {
      this.bytes = bytes;
    }

    Pax parse() throws BadPax {
      for (int at = 0; at < bytes.length; ) {
        at = record(at);
      }
      if (mapValues > 0) {
        records.put(SPARSE_MAP, map.toString());
      }
      for (String key : records.keySet()) {
        check(key);
      }
      return new Pax(records, repeated, attribute, badNumber);
    }

    /** Takes one record and returns where the next one starts. */
    private int record(int at) throws BadPax {
      int space = indexOf(' ', at, bytes.length);
      if (space < 0) {
        throw new BadPax(at, "has no length");
      }
      // The most digits of a length below a megabyte, without leading zeros.
      Long length = TarFields.decimal(TarFields.decode(bytes, at, space - at));
      if (length == null || length < SHORTEST || length > bytes.length - at) {
        throw new BadPax(at, "has a length that does not fit");
      }
      int end = at + length.intValue() - 1;
      if (end <= space || bytes[end] != '\n') {
        throw new BadPax(at, "does not end in a newline where its length says");
      }
      int equals = indexOf('=', space + 1, end);
      if (equals <= space + 1) {
        throw new BadPax(at, equals < 0 ? "has no =" : "has no key");
      }
      String key = TarFields.decode(bytes, space + 1, equals - space - 1);
      boolean noNul = NO_NUL.contains(key);
      if (indexOf((char) 0, noNul ? equals : space + 1, noNul ? end : equals) >= 0) {
        throw new BadPax(at, "has a NUL in its " + (noNul ? Quoted.of(key) : "key"));
      }
      if (READING.contains(key)
          || NUMBERS.contains(key)
          || TIMES.contains(key)
          || key.startsWith(SPARSE)) {
        keep(key, TarFields.decode(bytes, equals + 1, end - equals - 1), at);
      }
      if (attribute == null && key.startsWith(ATTRIBUTE)) {
        String name = key.substring(ATTRIBUTE.length());
        attribute =
            NOT_FOR_ALL.matcher(name).matches() && !name.equals("security.selinux") ? name : null;
      }
      return end + 1;
    }

    private void keep(String key, String value, int at) throws BadPax {
      if (key.equals(SPARSE + "offset") || key.equals(SPARSE + "numbytes")) {
        // Version 0.0 repeats these two in turn; together they are 0.1's map.
        if (key.endsWith("offset") != (mapValues % 2 == 0) || value.indexOf(',') >= 0) {
          throw new BadPax(at, "is out of order in the sparse map");
        }
        map.append(mapValues++ == 0 ? "" : ",").append(value);
        return;
      }
      String before = records.put(key, value);
      if (before != null && !before.equals(value)) {
        repeated.add(key);
      }
    }

    private void check(String key) {
      String value = records.getOrDefault(key, "");
      boolean bad =
          !value.isEmpty()
              && ((NUMBERS.contains(key) && TarFields.decimal(value) == null)
                  || (TIMES.contains(key) && !isTime(value)));
      if (bad && badNumber == null) {
        badNumber =
            (TIMES.contains(key) ? "time " : "number ")
                + key
                + "="
                + Quoted.of(value)
                + " is not valid";
      }
    }

    /** Whether the value is a time: seconds with a sign, and digits after a point. */
    private static boolean isTime(String value) {
      int point = value.indexOf('.');
      String fraction = point < 0 ? "" : value.substring(point + 1);
      return TarFields.decimal(point < 0 ? value : value.substring(0, point)) != null
          && fraction.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private int indexOf(char wanted, int from, int to) {
      for (int i = from; i < to; i++) {
        if (bytes[i] == wanted) {
          return i;
        }
      }
      return -1;
    }
  }
}
