package dev.custody.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
  public Mount {
    options = List.copyOf(options);
    optionalFields = List.copyOf(optionalFields);
    superOptions = List.copyOf(superOptions);
  }

  /**
   * Reads one line.
   *
   * @param number of the line, for messages
   * @throws MalformedProcException with what was found
   */
  public static Mount parse(String line, int number) {
    String[] fields = line.split(" ", -1);
    int dash = 6;
    while (dash < fields.length && !fields[dash].equals("-")) {
      dash++;
    }
    if (fields.length != dash + 4
        || !fields[0].matches("[0-9]{1,9}")
        || !fields[1].matches("[0-9]{1,9}")
        || !fields[2].matches("[0-9]+:[0-9]+")) {
      throw new MalformedProcException(
          "/proc/self/mountinfo",
          number,
          line,
          "ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [FIELDS] - TYPE SOURCE SUPER");
    }
    return new Mount(
        Integer.parseInt(fields[0]),
        Integer.parseInt(fields[1]),
        fields[2],
        unescaped(fields[3]),
        unescaped(fields[4]),
        options(fields[5]),
        List.of(fields).subList(6, dash),
        unescaped(fields[dash + 1]),
        unescaped(fields[dash + 2]),
        options(fields[dash + 3]));
  }

  /** Splits at commas, but not at those inside quotes: {@code context="…:c1,c2"} is one option. */
  private static List<String> options(String text) {
    List<String> options = new ArrayList<>();
    StringBuilder option = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (c == ',' && !quoted) {
        options.add(unescaped(option.toString()));
        option.setLength(0);
      } else {
        option.append(c);
      }
    }
    options.add(unescaped(option.toString()));
    return options;
  }

  /** Undoes the kernel's octal escapes of space, tab, newline, backslash and hash. */
  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\\' && i + 3 < bytes.length && octal(bytes, i + 1)) {
        out.write(((bytes[i + 1] - '0') << 6) | ((bytes[i + 2] - '0') << 3) | (bytes[i + 3] - '0'));
        i += 3;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean octal(byte[] bytes, int from) {
    for (int i = from; i < from + 3; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') {
        return false;
      }
    }
    return true;
  }
}
