package dev.custody.report.text;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed around the archive since it was recorded, and what one could take for it. Context,
 * never a reason of the gate.
 *
 * @param lookAlikes names beside the archive, each with what it is
 */
public record WorkspaceView(List<Change> changes, List<LookAlike> lookAlikes) {
  public WorkspaceView {
    changes = List.copyOf(changes);
    lookAlikes = List.copyOf(lookAlikes);
  }

  /**
   * One name that appeared, vanished or changed.
   *
   * @param since the record that was compared with
   */
  public record Change(String since, NameChange change) {}

  /** Compared with every full record; a compact one and a digest hold no listing. */
  public static WorkspaceView of(List<RecordedEvidence> recorded, ExecutionRecord observed) {
    List<Change> changes = new ArrayList<>();
    for (RecordedEvidence evidence : recorded) {
      if (evidence instanceof RecordedEvidence.Full(String source, ExecutionRecord before, var _)) {
        WorkspaceText.changes(before, observed).stream()
            .filter(change -> !isOf(source, change))
            .forEach(change -> changes.add(new Change(source, change)));
      }
    }
    return new WorkspaceView(changes, WorkspaceText.lookAlikes(observed));
  }

  /** A record, and its directory, were written after it had listed the names. */
  private static boolean isOf(String source, NameChange change) {
    String path = change.path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return change.appeared()
        && (source.equals(path)
            || source.startsWith(path + "/")
            || (!source.startsWith("/") && (change.isOf(source) || source.startsWith(name + "/"))));
  }

  boolean isEmpty() {
    return changes.isEmpty() && lookAlikes.isEmpty();
  }
}
