package dev.custody.linux;

/** The unsigned decimal numbers of /proc, without the leniency of {@link Long#parseLong}. */
final class Numbers {
  static final long MAX_ID = 4294967295L;

  private Numbers() {}

  /** A number of 0 to {@code max} in plain digits, or -1 if {@code text} is anything else. */
  static long parse(String text, long max) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    try {
      long number = Long.parseLong(text);
      return number <= max ? number : -1;
    } catch (NumberFormatException overflow) {
      return -1;
    }
  }
}
