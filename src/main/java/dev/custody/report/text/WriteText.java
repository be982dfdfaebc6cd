package dev.custody.report.text;

import dev.custody.linux.PathWalk;
import dev.custody.linux.WriteProbe;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import java.util.List;

/** Why a file can or cannot be written: the way to its directory, and the cause. */
public final class WriteText {
  private WriteText() {}

  /** The first line says whether it can be written, and if not, the cause. */
  public static String describe(ExecutionRecord record, WriteProbe probe, boolean writable) {
    TextPage page = new TextPage();
    page.line(
        writable
            ? probe.path() + " can be written by this process"
            : probe.special()
                ? probe.path()
                    + " is a pipe, a socket or a device, which custody does not write to; name a"
                    + " file"
                : FindingText.cause(record.findings()).orElse(probe.path() + " cannot be written"));
    SeenText.rows(page, record);
    PathWalk walk = probe.directory();
    walk.components().forEach(component -> page.line("  " + ExplainText.component(component)));
    FindingText.rows(page, record.findings(), false);
    page.gap();
    EvidenceText.identity(page, record);
    EvidenceText.notDone(page, record.notDone());
    return page.toString();
  }

  /** What {@code explain --write} prints as JSON. */
  public record View(
      boolean writable,
      List<Finding> findings,
      List<NotDone> notDone,
      WriteProbe probe,
      ExecutionRecord observed) {
    /** The view of one explanation. */
    public static View of(ExecutionRecord record, WriteProbe probe, boolean writable) {
      return new View(writable, record.findings(), record.notDone(), probe, record);
    }
  }
}
