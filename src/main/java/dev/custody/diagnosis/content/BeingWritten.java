package dev.custody.diagnosis.content;

import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exporter is still at work on the file. Time cures this one, so --wait goes on for it. */
public final class BeingWritten implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.BEING_WRITTEN;
  }

  /** How long after the last write a cut archive is taken for one that still grows. */
  static final Duration FRESH = Duration.ofSeconds(10);

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    List<String> evidence = new ArrayList<>();
    List<Problem> changed = content.problems(Problem.Kind.CHANGED_WHILE_READ);
    changed.forEach(p -> evidence.add(p.message()));
    boolean certain = !changed.isEmpty() || Boolean.FALSE.equals(archive.file().stable());
    if (certain && changed.isEmpty()) {
      evidence.add("size, inode or times of the file changed while it was read");
    }
    boolean incomplete = content.cut();
    if (!certain && !(incomplete && fresh(content))) {
      return null;
    }
    FileStatus file = content.file();
    if (file != null) {
      evidence.add(
          "last written "
              + file.modified()
              + ", looked at "
              + content.observed().createdAt()
              + ", size "
              + file.size()
              + " bytes");
    }
    Waiting waiting = content.observed().archive().waiting();
    if (waiting != null) {
      waiting.changes().forEach(change -> evidence.add("while waiting: " + change));
    }
    return new Finding(
        id(),
        certain ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "the archive is still being written",
        evidence,
        List.of(),
        "let this task run after the export (runAfter), or look again with --wait; exporting to a"
            + " temporary name followed by mv keeps readers from seeing a part",
        "look again: the size grows, or stays and then it was truncated");
  }

  /** Whether the file was written just before, or after, the observation began. */
  static boolean fresh(ContentEvidence content) {
    FileStatus file = content.file();
    return file != null
        && file.modified().isAfter(content.observed().createdAt().minus(FRESH))
        && !ClockSkew.isAhead(content);
  }
}
