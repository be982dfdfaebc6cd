package dev.custody.report.run;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.report.text.WorkspaceText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What appeared, vanished or changed in the listed directories between two looks that follow each
 * other, and what lies beside the archive that one could take for it: context, no finding.
 */
final class WorkspaceChanges {
  private static final int MOST = 30;

  private WorkspaceChanges() {}

  /** One sentence each, by time; at most {@value #MOST} of them, the rest counted. */
  static List<String> of(List<JudgedRecord> observations) {
    Set<String> lines = new LinkedHashSet<>();
    JudgedRecord before = null;
    ExecutionRecord last = null;
    for (JudgedRecord now : observations) {
      if (!(now.look() instanceof RecordedEvidence.Full full)
          || full.record().workspace().listed().isEmpty()) {
        // A compact record has no listing.
        continue;
      }
      if (before != null && last != null) {
        String between = "between " + before.task() + " and " + now.task() + ": ";
        Set<String> own = recordNames(before, now);
        WorkspaceText.changes(last, full.record()).stream()
            .filter(change -> own.stream().noneMatch(name -> change.path().endsWith("/" + name)))
            .forEach(change -> lines.add(between + change));
      }
      before = now;
      last = full.record();
    }
    if (last != null) {
      WorkspaceText.lookAlikes(last).forEach(name -> lines.add("beside the archive: " + name));
    }
    List<String> shown = new ArrayList<>(lines.stream().limit(MOST).toList());
    if (lines.size() > MOST) {
      shown.add((lines.size() - MOST) + " more changes");
    }
    return shown;
  }

  /** The records themselves, which are written after the directory was listed. */
  private static Set<String> recordNames(JudgedRecord before, JudgedRecord now) {
    return Stream.concat(before.sources().stream(), now.sources().stream())
        .map(source -> source.substring(source.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }
}
