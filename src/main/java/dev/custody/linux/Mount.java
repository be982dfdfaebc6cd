package dev.custody.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of {@code /proc/self/mountinfo}, proc_pid_mountinfo(5), with its octal escapes undone.
 *
 * @param device major:minor, as {@code st_dev} of the files on it
 * @param root the path inside the file system that is mounted here; a subPath or an emptyDir shows
 *     in it
 * @param options per-mount options ({@code ro}, {@code nosuid}, {@code idmapped})
 * @param optionalFields {@code shared:1}, {@code master:2} and any the kernel adds
 * @param superOptions per-file-system options ({@code seclabel}, {@code context="…"}, {@code
 *     vers=4.2})
 */
public record Mount(
    int id,
    int parentId,
    String device,
    String root,
    String mountPoint,
    List<String> options,
    List<String> optionalFields,
    String type,
    String source,
    List<String> superOptions) {
  private static final Pattern DEVICE = Pattern.compile("[0-9]{1,10}:[0-9]{1,10}");
  private static final String DELETED = "//deleted";

  // Six fields before the optional ones; a dash and three fields after them.
  private static final int BEFORE = 6;
  private static final int AFTER = 4;

  public Mount {
    PathText.require(mountPoint);
    options = List.copyOf(options);
    optionalFields = List.copyOf(optionalFields);
    superOptions = List.copyOf(superOptions);
  }

  /** Whether the mount point itself was removed, so that no path leads to this mount. */
  public boolean mountPointDeleted() {
    return mountPoint.endsWith(DELETED);
  }

  /** Whether it shows the files' owners by an id map of its own, mount_setattr(2). */
  public boolean idmapped() {
    return options.contains("idmapped");
  }

  /**
   * Reads one line of mountinfo.
   *
   * @throws MalformedException naming the text that breaks the form
   */
  public static Mount parse(String line) {
    return parse(line, 0);
  }

  static Mount parse(String line, int number) {
    // A file system may be mounted with an empty source: two blanks in a row are an empty field.
    List<String> fields = List.of(line.split(" ", -1));
    int dash = fields.size() > BEFORE ? fields.subList(BEFORE, fields.size()).indexOf("-") : -1;
    if (dash < 0 || fields.size() != BEFORE + dash + AFTER) {
      throw malformed(number, "ten fields and a dash before the file system type", line);
    }
    List<String> tail = fields.subList(BEFORE + dash + 1, fields.size());
    String mountPoint = unescaped(fields.get(4));
    if (!mountPoint.startsWith("/")) {
      throw malformed(number, "an absolute mount point in field 5", fields.get(4));
    }
    if (!DEVICE.matcher(fields.get(2)).matches()) {
      throw malformed(number, "a device major:minor in field 3", fields.get(2));
    }
    return new Mount(
        id(fields.get(0), number),
        id(fields.get(1), number),
        fields.get(2),
        unescaped(fields.get(3)),
        mountPoint,
        options(fields.get(5)),
        fields.subList(BEFORE, BEFORE + dash).stream().map(Mount::unescaped).toList(),
        unescaped(tail.get(0)),
        unescaped(tail.get(1)),
        options(tail.get(2)));
  }

  private static int id(String text, int number) {
    long id = Numbers.parse(text, Integer.MAX_VALUE);
    if (id < 0) {
      throw malformed(number, "a mount id", text);
    }
    return (int) id;
  }

  private static MalformedException malformed(int number, String expected, String found) {
    return new MalformedException("mountinfo", number, expected, found);
  }

  /**
   * Splits at commas but not within {@code ="…"}, as {@code context="…:s0:c1,c2"} has them. A quote
   * elsewhere is part of a name.
   */
  private static List<String> options(String text) {
    List<String> options = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ',') {
        options.add(unescaped(text.substring(start, i)));
        start = i + 1;
      } else if (text.startsWith("=\"", i)) {
        int close = closingQuote(text, i + 2);
        i = close < 0 ? i : close;
      }
    }
    return options;
  }

  private static int closingQuote(String text, int from) {
    int close = text.indexOf('"', from);
    boolean ends = close + 1 == text.length() || text.startsWith(",", close + 1);
    return close >= 0 && ends ? close : -1;
  }

  /** Replaces the kernel's escapes {@code \\ooo}; any other backslash stays. */
  static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      int value = from[i] == '\\' ? octal(from, i + 1) : -1;
      to[length++] = value < 0 ? from[i] : (byte) value;
      i += value < 0 ? 0 : 3;
    }
    return new String(to, 0, length, StandardCharsets.UTF_8);
  }

  private static int octal(byte[] text, int from) {
    if (from + 3 > text.length) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      if (text[i] < '0' || text[i] > '7') {
        return -1;
      }
      value = value * 8 + text[i] - '0';
    }
    return value < 256 ? value : -1;
  }
}
