package dev.custody.report.text;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.linux.Component;
import dev.custody.linux.Errno;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import java.util.List;

/** Why a path can or cannot be read, component by component as {@code namei -l} shows it. */
public final class ExplainText {
  private ExplainText() {}

  /** The first line says whether it can be read, and if not, the cause. */
  public static String describe(ExecutionRecord record) {
    PathWalk walk = record.archive().decidingWalk();
    TextPage page = new TextPage();
    page.line(
        walk.readable()
            ? walk.path() + " can be read by this process"
            : FindingText.cause(record.findings())
                .orElse(walk.path() + " cannot be read: " + failure(walk)));
    SeenText.rows(page, record);
    List<String> predictions = Diagnosis.predictions(record, walk);
    for (int i = 0; i < walk.components().size(); i++) {
      page.line("  " + component(walk.components().get(i)));
      if (!predictions.get(i).isEmpty()) {
        page.line("             " + predictions.get(i));
      }
    }
    FindingText.rows(page, record.findings(), false);
    page.gap();
    EvidenceText.identity(page, record);
    EvidenceText.notDone(page, record.notDone());
    return page.toString();
  }

  static String component(Component component) {
    FileStatus status = component.status();
    if (status == null) {
      return "?????????? "
          + component.path()
          + ": lstat "
          + EvidenceText.outcome(component.lstat());
    }
    return EvidenceText.mode(status)
        + " "
        + status.uid()
        + ":"
        + status.gid()
        + " "
        + component.path()
        + (component.linkTarget() == null ? "" : " -> " + component.linkTarget())
        + attempts(component)
        + (component.label() instanceof ExtendedAttribute.Present(String label) ? " " + label : "")
        + (component.acl() instanceof ExtendedAttribute.Present(String acl) ? " acl " + acl : "");
  }

  private static String attempts(Component component) {
    if (component.open() instanceof Outcome.Failed open) {
      return ": open " + open.errno();
    }
    if (component.read() instanceof Outcome.Failed read) {
      return ": read " + read.errno();
    }
    return "";
  }

  private static String failure(PathWalk walk) {
    Component last = walk.last();
    if (last.lstat() instanceof Outcome.Failed lstat) {
      return "lstat of " + last.path() + ": " + Errno.words(lstat.errno());
    }
    if (last.open() instanceof Outcome.Failed open) {
      return "open of " + last.path() + ": " + Errno.words(open.errno());
    }
    return last.read() instanceof Outcome.Failed read
        ? "read of " + last.path() + ": " + Errno.words(read.errno())
        : last.path() + ": " + EvidenceText.outcome(last.open());
  }

  /** What explain prints as JSON. */
  public record View(
      boolean readable, List<Finding> findings, List<NotDone> notDone, ExecutionRecord observed) {
    /** The view of one explanation. */
    public static View of(ExecutionRecord record) {
      return new View(
          record.archive().decidingWalk().readable(), record.findings(), record.notDone(), record);
    }
  }
}
