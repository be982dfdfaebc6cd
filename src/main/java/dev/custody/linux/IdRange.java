package dev.custody.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code /proc/self/uid_map} or {@code gid_map}, user_namespaces(7): {@code count} ids
 * from {@code inside}.
 */
public record IdRange(long inside, long outside, long count) {
  /** Whether an id as seen inside the namespace is mapped by this range. */
  public boolean maps(long id) {
    return id >= inside && id - inside < count;
  }

  /**
   * Reads the text of a map.
   *
   * @param source names it in messages
   * @throws MalformedProcException naming the line
   */
  public static List<IdRange> parse(String source, String text) {
    List<IdRange> ranges = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty()) {
        continue;
      }
      String[] numbers = line.split("\\s+", -1);
      if (numbers.length != 3 || !line.matches("[0-9]{1,10}(\\s+[0-9]{1,10}){2}")) {
        throw new MalformedProcException(source, i + 1, line, "three numbers");
      }
      ranges.add(
          new IdRange(
              Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
    }
    return ranges;
  }
}
