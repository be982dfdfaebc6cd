package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.SecondLook;
import dev.custody.record.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exporter is still at work on the file. Time cures this one, so --wait goes on for it. */
public final class BeingWritten implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.BEING_WRITTEN;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    List<String> evidence = new ArrayList<>();
    List<Problem> changed = content.problems(Problem.Kind.CHANGED_WHILE_READ);
    changed.forEach(p -> evidence.add(p.message()));
    boolean moving = content.writtenBetweenLooks();
    boolean certain =
        !changed.isEmpty() || Boolean.FALSE.equals(content.archive().file().stable()) || moving;
    if (certain && changed.isEmpty() && !moving) {
      evidence.add("size, inode or times of the file changed while it was read");
    }
    if (!certain && !(content.cut() && !content.atRest())) {
      return null;
    }
    evidence.addAll(looks(content));
    return new Finding(
        id(),
        certain ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        certain
            ? "the archive is still being written"
            : "the archive may still be being written: its writer may pause",
        evidence,
        List.of(),
        "let this task run after the export (runAfter), or look again with --wait; exporting to a"
            + " temporary name followed by mv keeps readers from seeing a part",
        "look again: the size grows, or stays and then it was truncated");
  }

  /** What two looks at the file, and the waiting before them, saw. */
  static List<String> looks(ContentEvidence content) {
    List<String> lines = new ArrayList<>();
    FileStatus file = content.file();
    if (file != null) {
      lines.add(line("looked at " + content.observed().createdAt(), file));
    }
    SecondLook second = content.observed().archive().second();
    if (second != null) {
      lines.add(
          second.status() == null
              ? "gone at " + second.at()
              : line("again at " + second.at(), second.status()));
      lines.add(
          second.volumeClock() == null
              ? "the volume's own clock is not known"
              : "the volume's own clock said " + second.volumeClock());
    }
    Waiting waiting = content.observed().archive().waiting();
    if (waiting != null) {
      waiting.changes().forEach(change -> lines.add("while waiting: " + change));
    }
    return lines;
  }

  private static String line(String when, FileStatus file) {
    return when
        + ": size "
        + file.size()
        + " bytes, modified "
        + file.modified()
        + ", changed "
        + file.changed();
  }
}
