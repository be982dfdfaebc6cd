package dev.custody.linux;

/**
 * The level of a security context of SELinux: one level, or a range {@code s0-s0:c0.c1023}.
 *
 * @param low the current level of a process, the only level of a file
 * @param high the clearance; equal to {@code low} unless it is a range
 */
public record MlsRange(MlsLevel low, MlsLevel high) {
  /**
   * Reads {@code s0:c1,c2} or {@code s0-s0:c0.c1023}.
   *
   * @throws MalformedException naming the text
   */
  public static MlsRange parse(String text) {
    int dash = text.indexOf('-');
    MlsLevel low = MlsLevel.parse(dash < 0 ? text : text.substring(0, dash));
    return new MlsRange(low, dash < 0 ? low : MlsLevel.parse(text.substring(dash + 1)));
  }

  /**
   * The same level as the kernel writes it, so that two spellings of one level are equal; a text
   * that is no level stays as it is.
   */
  public static String normalized(String text) {
    try {
      return parse(text).toString();
    } catch (MalformedException _) {
      return text;
    }
  }

  /** Returns the range as the kernel writes it. */
  @Override
  public String toString() {
    return low.equals(high) ? low.toString() : low + "-" + high;
  }
}
