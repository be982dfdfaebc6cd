package dev.custody.report.render;

import dev.custody.report.run.DigestSearch.Answer;
import dev.custody.report.text.TextPage;

/** The answer to the question what a digest is, as text. */
public final class DigestText {
  private DigestText() {}

  /** One line for each meaning, then the lines of logs that print it. */
  public static String describe(Answer answer) {
    TextPage page = new TextPage();
    if (!answer.any()) {
      page.line(
          answer.asked()
              + (answer.unreadable().isEmpty()
                  ? " was not found in anything that was given"
                  : " was not found, and not everything could be searched"));
    }
    answer
        .found()
        .forEach(f -> {
          page.line(f.digest() + " is " + f.words() + " of " + f.where());
          page.row("source", f.source());
        });
    answer.lines().forEach(l -> page.row("printed", l.source() + ": " + l.text()));
    answer.unreadable().forEach(u -> page.row("not searched", u));
    return page.toString();
  }
}
