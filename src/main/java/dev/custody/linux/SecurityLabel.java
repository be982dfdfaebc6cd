package dev.custody.linux;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * An SELinux security context, {@code user:role:type:level}, with its level taken apart.
 *
 * @param level as written; null where the policy has no levels
 */
public record SecurityLabel(String user, String role, String type, @Nullable String level) {
  private static final int MAX_CATEGORY = 1023;

  /** Reads a context; null if the text has another form, as an AppArmor profile has. */
  public static @Nullable SecurityLabel parse(String text) {
    String[] parts = text.split(":", 4);
    return parts.length < 3
        ? null
        : new SecurityLabel(parts[0], parts[1], parts[2], parts.length == 4 ? parts[3] : null);
  }

  /**
   * Whether a process of this label may read an object of {@code other} under the multi-category
   * constraint: its high level dominates the object's high level. Levels are sets, not texts: the
   * kernel writes {@code c1,c2,c3} as {@code c1.c3}.
   *
   * @return null where one of the levels is missing or cannot be read
   */
  public @Nullable Boolean dominates(SecurityLabel other) {
    Level mine = level == null ? null : Level.high(level);
    Level theirs = other.level == null ? null : Level.high(other.level);
    if (mine == null || theirs == null) {
      return null;
    }
    BitSet missing = (BitSet) theirs.categories.clone();
    missing.andNot(mine.categories);
    return mine.sensitivity >= theirs.sensitivity && missing.isEmpty();
  }

  private record Level(int sensitivity, BitSet categories) {
    /** The high end of {@code low-high}, or the only level. */
    static @Nullable Level high(String range) {
      String text = range.substring(range.indexOf('-') + 1);
      if (!text.matches("s[0-9]{1,2}(:c[0-9]{1,4}([.,]c[0-9]{1,4})*)?")) {
        return null;
      }
      int colon = text.indexOf(':');
      int sensitivity = Integer.parseInt(text.substring(1, colon < 0 ? text.length() : colon));
      BitSet categories = new BitSet();
      if (colon >= 0) {
        for (String part : text.substring(colon + 1).split(",", -1)) {
          String[] ends = part.split("\\.", -1);
          int low = Integer.parseInt(ends[0].substring(1));
          int high = Integer.parseInt(ends[ends.length - 1].substring(1));
          if (ends.length > 2 || low > high || high > MAX_CATEGORY) {
            return null;
          }
          categories.set(low, high + 1);
        }
      }
      return new Level(sensitivity, categories);
    }
  }
}
