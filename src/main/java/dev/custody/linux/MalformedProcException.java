package dev.custody.linux;

/**
 * A line of /proc that is not what its manual page says. The message names source, line and what
 * was found.
 */
public final class MalformedProcException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedProcException(String source, int line, String found, String expected) {
    super(
        source
            + ", line "
            + line
            + ": expected "
            + expected
            + ", found \""
            + (found.length() > 200 ? found.substring(0, 200) + "…" : found)
            + "\"");
  }
}
