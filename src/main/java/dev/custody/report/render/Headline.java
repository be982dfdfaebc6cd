package dev.custody.report.render;

import dev.custody.report.run.ReportDocument;
import java.nio.charset.StandardCharsets;

/** The document in one sentence, for a Tekton result. */
public final class Headline {
  private static final int BYTES = 300;

  private Headline() {}

  /** Verdict and headline in at most 300 bytes of UTF-8. */
  public static String of(ReportDocument document) {
    String whole = document.verdict() + "  " + document.headline();
    String line = whole.substring(0, Math.min(whole.length(), BYTES));
    while (line.getBytes(StandardCharsets.UTF_8).length > BYTES) {
      line = line.substring(0, line.length() - 2).stripTrailing() + "…";
    }
    return line;
  }
}
