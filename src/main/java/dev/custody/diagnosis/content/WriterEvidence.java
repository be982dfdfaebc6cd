package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.oci.Problem;
import dev.custody.record.SecondLook;
import dev.custody.record.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether another process writes the archive's file, judged from two looks at it. */
public record WriterEvidence(ContentEvidence content) {
  private static final Duration REST = Duration.ofHours(1);

  /** Whether the archive's end is missing, and the file is not as long as when it was whole. */
  public boolean leftItCut() {
    return !ChangesSinceRecord.of(content).looksUnwritten()
        && !content.problems(Problem.Kind.TRUNCATED, Problem.Kind.EMPTY_FILE).isEmpty();
  }

  /** Whether the file changed while it was read; other findings about it then mean nothing. */
  public boolean changedItWhileRead() {
    return !content.problems(Problem.Kind.CHANGED_WHILE_READ).isEmpty();
  }

  /**
   * Whether the size of the file changed from one look to the next: nothing but writing does it.
   */
  public boolean changedItsSize() {
    FileStatus first = content.file();
    SecondLook second = content.observed().archive().second();
    FileStatus later = second == null ? null : second.status();
    return content.problems(Problem.Kind.CHANGED_WHILE_READ).stream()
            .anyMatch(problem -> problem.recorded() != null && problem.observed() != null)
        || (first != null
            && later != null
            && first.inode() == later.inode()
            && first.size() != later.size());
  }

  /** Whether two looks apart, or the waiting before them, saw the file change. */
  public boolean changedItBetweenLooks() {
    FileStatus first = content.file();
    SecondLook second = content.observed().archive().second();
    FileStatus later = second == null ? null : second.status();
    Waiting waiting = content.observed().archive().waiting();
    boolean between = first != null && later != null && !sameBytes(first, later);
    return between || (leftItCut() && waiting != null && !waiting.changes().isEmpty());
  }

  /** The change time is left out: kubelet's chown and a relabelling set it, and write nothing. */
  private static boolean sameBytes(FileStatus first, FileStatus later) {
    return first.size() == later.size()
        && first.inode() == later.inode()
        && first.modified().equals(later.modified());
  }

  /** Whether some process holds the file open for writing, as far as this one can see. */
  public boolean hasItOpen() {
    SecondLook second = content.observed().archive().second();
    return second != null && second.writers() != null && !second.writers().isEmpty();
  }

  /**
   * Whether two looks saw the same file, and by the volume's own clock nobody touched it for an
   * hour: no writer pauses that long. The change time cannot be set back. A layout's directory
   * stays as it is while blobs are written below it.
   */
  public boolean isGone() {
    FileStatus file = content.file();
    SecondLook second = content.observed().archive().second();
    return file != null
        && file.type() != FileType.DIRECTORY
        && second != null
        && second.volumeClock() != null
        && !changedItBetweenLooks()
        && !hasItOpen()
        && file.changed().isBefore(second.volumeClock().minus(REST));
  }

  /** What two looks at the file, and the waiting before them, saw. */
  public List<String> lines() {
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
      if (second.writers() != null) {
        lines.add(
            second.writers().isEmpty()
                ? "no process that this step can see has it open for writing; processes of other"
                    + " pods cannot be seen"
                : "open for writing by " + String.join(", ", second.writers()));
      }
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
