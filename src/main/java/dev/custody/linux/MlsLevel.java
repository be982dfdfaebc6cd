package dev.custody.linux;

import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A level of SELinux: a sensitivity and a set of categories, {@code s0:c1.c3,c7}. Compare levels by
 * {@link #dominates} and never as text, since the kernel writes runs of categories as ranges.
 *
 * @param sensitivity 0 to 65535
 * @param categories in ascending order, each 0 to 65535
 */
public record MlsLevel(int sensitivity, List<Integer> categories) {
  private static final int MAX = 65535;
  private static final Pattern SENSITIVITY = Pattern.compile("s([0-9]{1,5})");
  private static final Pattern CATEGORIES = Pattern.compile("c([0-9]{1,5})(?:\\.c([0-9]{1,5}))?");

  public MlsLevel {
    categories = List.copyOf(new TreeSet<>(categories));
  }

  /**
   * Reads {@code s0} or {@code s0:c1.c3,c7}.
   *
   * @throws MalformedException naming the text
   */
  public static MlsLevel parse(String text) {
    int colon = text.indexOf(':');
    Matcher sensitivity = SENSITIVITY.matcher(colon < 0 ? text : text.substring(0, colon));
    if (!sensitivity.matches()) {
      throw malformed(text);
    }
    BitSet categories = new BitSet();
    if (colon >= 0) {
      for (String part : text.substring(colon + 1).split(",", -1)) {
        add(categories, part, text);
      }
    }
    return new MlsLevel(number(sensitivity.group(1), text), categories.stream().boxed().toList());
  }

  private static void add(BitSet categories, String part, String text) {
    Matcher range = CATEGORIES.matcher(part);
    if (!range.matches()) {
      throw malformed(text);
    }
    int first = number(range.group(1), text);
    int last = range.group(2) == null ? first : number(range.group(2), text);
    if (last < first) {
      throw malformed(text);
    }
    categories.set(first, last + 1);
  }

  private static int number(String digits, String text) {
    int number = (int) Numbers.parse(digits, MAX);
    if (number < 0) {
      throw malformed(text);
    }
    return number;
  }

  private static MalformedException malformed(String text) {
    return new MalformedException("SELinux level", 0, "the form s0:c1.c3,c7", text);
  }

  /** Whether this level is at least as sensitive and has every category of {@code other}. */
  public boolean dominates(MlsLevel other) {
    return sensitivity >= other.sensitivity && categories.containsAll(other.categories);
  }

  /** The kernel's own form: three or more categories in a row as a range. */
  @Override
  public String toString() {
    BitSet set = new BitSet();
    categories.forEach(set::set);
    String text =
        set.stream()
            .filter(c -> c == 0 || !set.get(c - 1))
            .mapToObj(first -> run(first, set.nextClearBit(first) - 1))
            .collect(Collectors.joining(","));
    return "s" + sensitivity + (text.isEmpty() ? "" : ":" + text);
  }

  private static String run(int first, int last) {
    return "c" + first + (last == first ? "" : (last - first > 1 ? ".c" : ",c") + last);
  }
}
