package dev.custody.cli;

import dev.custody.report.text.Printable;
import java.io.PrintWriter;

/**
 * A sentence on standard error. It may repeat names and bytes that another task chose, so no
 * character of it starts a line, steers a terminal or hides in a log.
 */
final class Message {
  private Message() {}

  /** Prints one line, {@code custody: SENTENCE}. */
  static void print(PrintWriter err, String sentence) {
    err.println("custody: " + Printable.text(sentence));
    err.flush();
  }
}
