package dev.custody.report.run;

import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Turns a collection of records into the findings document. Pure. */
public final class ReportBuilder {
  private static final int MOST_FAILURES = 5;
  private static final List<String> WORST_FIRST = List.of("fail", "unknown", "pass");

  private ReportBuilder() {}

  /** The document for everything collected. */
  public static ReportDocument document(RecordCollection collection) {
    return document(collection, List.of());
  }

  /**
   * The document for everything collected, and for what the tasks returned: their compact records
   * count where the full ones are not there, and a task without any is told of.
   */
  public static ReportDocument document(RecordCollection collection, List<TaskOutcome> outcomes) {
    for (TaskOutcome outcome : outcomes) {
      collection.addUnlessKnown(
          outcome.record(),
          "result RECORD of " + outcome.task(),
          new FoundRecord.Giver(outcome.task(), null));
    }
    List<RunGroups.Group> groups = RunGroups.of(collection.records(), collection.cluster());
    ImageOrigins origins = ImageOrigins.of(groups, collection.cluster());
    List<String> notes =
        collection.logs().digests().isEmpty() && collection.logs().shortened().isEmpty()
            ? List.of()
            : DigestNotes.of(collection.logs(), DigestCatalog.of(collection));
    SharedVolumes volumes = SharedVolumes.of(groups);
    List<Run> runs =
        groups.stream()
            .map(group -> RunReport.of(group, origins, volumes.before(group), collection, notes))
            .sorted(
                Comparator.comparingInt((Run r) -> WORST_FIRST.indexOf(r.verdict()))
                    .thenComparing(r -> r.columns().getFirst().from()))
            .toList();
    List<Source> sources =
        collection.records().stream()
            .sorted(Comparator.comparing((FoundRecord f) -> f.record().createdAt()))
            .map(f -> new Source(f.source(), f.compact(), f.record()))
            .toList();
    return new ReportDocument(
        verdict(runs, collection, outcomes),
        headline(runs, collection) + failures(runs, outcomes) + refuted(collection),
        runs,
        volumes.shared(),
        missing(runs, collection, outcomes),
        collection.unreadable(),
        EditedRecords.of(collection.records()),
        collection.statements().stream().map(Statements.Word::sentence).toList(),
        collection.others(),
        collection.silentLogs(),
        sources);
  }

  private static String verdict(
      List<Run> runs, RecordCollection collection, List<TaskOutcome> outcomes) {
    if (outcomes.stream().anyMatch(outcome -> "fail".equals(outcome.verdict()))
        || collection.statements().stream().anyMatch(Statements.Word::failed)) {
      return "fail";
    }
    String worst = runs.isEmpty() ? "unknown" : runs.getFirst().verdict();
    if (outcomes.stream().anyMatch(outcome -> "unknown".equals(outcome.verdict()))) {
      worst = worst.equals("fail") ? worst : "unknown";
    }
    return worst.equals("pass") && !collection.unreadable().isEmpty() ? "unknown" : worst;
  }

  private static String headline(List<Run> runs, RecordCollection collection) {
    int damaged = collection.unreadable().size();
    if (runs.isEmpty()) {
      return "no record could be read";
    }
    Run worst = runs.getFirst();
    String first = worst.headline();
    if (runs.size() > 1) {
      long bad = runs.stream().filter(r -> !r.verdict().equals("pass")).count();
      first =
          bad == 0
              ? "in all " + runs.size() + " runs, every task found the recorded image"
              : worst.title()
                  + ": "
                  + first
                  + (bad > 1
                      ? "; " + (bad - 1) + " more of " + runs.size() + " runs did not pass"
                      : "");
    }
    return damaged > 0 && worst.verdict().equals("pass")
        ? first + ", but " + damaged + (damaged == 1 ? " input" : " inputs") + " could not be read"
        : first;
  }

  /** Statements that say that an image is not the recorded one. */
  private static String refuted(RecordCollection collection) {
    return collection.statements().stream()
        .filter(Statements.Word::failed)
        .limit(MOST_FAILURES)
        .map(word -> "; " + word.sentence())
        .collect(Collectors.joining());
  }

  /** Tasks that ended badly and are not what the headline is about. */
  private static String failures(List<Run> runs, List<TaskOutcome> outcomes) {
    boolean passed = runs.isEmpty() || runs.getFirst().verdict().equals("pass");
    String said = passed ? "" : runs.getFirst().headline();
    return outcomes.stream()
        .filter(outcome -> outcome.failed() && !said.contains(outcome.task()))
        .limit(MOST_FAILURES)
        .map(outcome -> "; " + outcome.task() + ": " + outcome.sentence())
        .collect(Collectors.joining());
  }

  private static List<String> missing(
      List<Run> runs, RecordCollection collection, List<TaskOutcome> outcomes) {
    List<String> missing = new ArrayList<>();
    String leftOut = collection.leftOut();
    if (leftOut != null) {
      missing.add(leftOut);
    }
    if (collection.records().isEmpty()) {
      missing.add(
          "a record: custody record --output FILE writes one after the export, custody verify one"
              + " before each push; custody report --from-log FILE finds those that a step"
              + " printed to its log");
    }
    for (TaskOutcome outcome : outcomes) {
      List<ReportDocument.Column> looks =
          runs.stream()
              .flatMap(run -> run.columns().stream())
              .filter(column -> column.task().equals(outcome.task()))
              .toList();
      boolean compact = looks.stream().allMatch(ReportDocument.Column::compact);
      if (looks.isEmpty() || (compact && outcome.failed())) {
        missing.add(
            (looks.isEmpty() ? "a record of " : "the full record of ")
                + outcome.task()
                + "; Tekton says about it: "
                + outcome.sentence());
      }
    }
    return missing;
  }
}
