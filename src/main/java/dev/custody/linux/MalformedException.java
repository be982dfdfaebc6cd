package dev.custody.linux;

/**
 * A text of the kernel does not have the form that its manual page gives. The message names the
 * source, the line and what was found there.
 */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 120;

  /**
   * @param line counted from 1; 0 for a source that has no lines
   * @param expected the form the text should have
   */
  public MalformedException(String source, int line, String expected, String found) {
    super(
        source
            + (line > 0 ? " line " + line : "")
            + ": expected "
            + expected
            + ", found \""
            + shown(found)
            + "\"");
  }

  private static String shown(String found) {
    String head = found.length() > SHOWN ? found.substring(0, SHOWN) + "…" : found;
    return head.codePoints()
        .collect(
            StringBuilder::new,
            (text, c) -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c),
            StringBuilder::append)
        .toString();
  }
}
