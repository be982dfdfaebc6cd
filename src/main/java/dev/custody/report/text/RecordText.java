package dev.custody.report.text;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.ExecutionRecord;
import java.util.List;

/** A record as text, for the log of the step that took it. */
public final class RecordText {
  private RecordText() {}

  /**
   * A summary; the first line names the cause where something is wrong.
   *
   * @param written what became of the record, one line each: where it was written, or why not
   * @param verbose whether what is normal is told too
   */
  public static String summary(ExecutionRecord record, List<String> written, boolean verbose) {
    TextPage page = new TextPage();
    ArchiveEvidence archive = record.archive().evidence();
    if (archive != null) {
      page.line(FindingText.cause(record.findings()).orElse(ArchiveText.headline(archive)));
      SeenText.rows(page, record);
      ArchiveText.rows(page, archive);
    }
    FindingText.rows(page, record.findings(), verbose);
    EvidenceText.rows(page, record);
    EvidenceText.notDone(page, record.notDone());
    written.forEach(line -> page.row("record", line));
    return page.toString();
  }
}
