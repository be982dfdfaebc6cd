package dev.custody.report.text;

import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.Step;
import java.util.ArrayList;
import java.util.List;

/** Who saw a cause, and since when the file has been as it is: the lines below the first one. */
final class SeenText {
  private SeenText() {}

  /** Nothing where no cause was named. */
  static void rows(TextPage page, ExecutionRecord observed) {
    if (observed.findings().stream().noneMatch(f -> f.kind() == Finding.Kind.CAUSE)) {
      return;
    }
    page.row("seen by", who(observed) + " at " + observed.createdAt());
    Component last =
        observed.archive().decidingWalk().components().reversed().stream()
            .filter(component -> component.status() != null)
            .findFirst()
            .orElse(null);
    FileStatus status = last == null ? null : last.status();
    if (last != null && status != null) {
      page.row(
          "since", status.changed() + ": " + last.path() + " was not changed after that (ctime)");
    }
  }

  private static String who(ExecutionRecord observed) {
    Step step = observed.step();
    List<String> words = new ArrayList<>();
    if (step.pipelineTask() != null) {
      words.add("task " + step.pipelineTask());
    }
    if (step.step() != null) {
      words.add("step " + step.step());
    }
    if (step.pod().name() != null) {
      words.add("pod " + step.pod().name());
    }
    Credentials who = observed.process().credentials();
    words.add(who == null ? "this process" : "uid " + who.uid().filesystem());
    return String.join(", ", words);
  }
}
