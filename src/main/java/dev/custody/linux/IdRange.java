package dev.custody.linux;

import java.util.List;
import java.util.stream.IntStream;

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
   * Reads a whole map; an empty text is the empty map of a namespace that was never given one.
   *
   * @param source named in the error, {@code /proc/self/uid_map}
   * @throws MalformedException if a line is not three numbers
   */
  public static List<IdRange> parseMap(String source, String text) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(i -> parse(source, i + 1, lines.get(i)))
        .toList();
  }

  private static IdRange parse(String source, int number, String line) {
    String[] fields = line.strip().split(" +", -1);
    if (fields.length == 3) {
      long inside = Numbers.parse(fields[0], Numbers.MAX_ID);
      long outside = Numbers.parse(fields[1], Numbers.MAX_ID);
      long count = Numbers.parse(fields[2], Numbers.MAX_ID);
      if (inside >= 0 && outside >= 0 && count > 0) {
        return new IdRange(inside, outside, count);
      }
    }
    throw new MalformedException(source, number, "three numbers: inside, outside, count", line);
  }
}
