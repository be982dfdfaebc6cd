package dev.custody.report.run;

import dev.custody.gate.VerdictWord;
import dev.custody.report.run.ReportDocument.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Turns a collection of records into the findings document. Pure. */
public final class ReportBuilder {
  private static final int MOST_FAILURES = 5;

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
    // Results that are handed to a report are those of the run that it is a task of.
    RunGroups.Group latest =
        groups.stream()
            .max(Comparator.comparing(group -> group.records().getLast().at()))
            .orElse(null);
    List<RunReport.Part> parts =
        groups.stream()
            .map(group ->
                RunReport.of(
                    group,
                    origins,
                    volumes,
                    collection,
                    group.equals(latest) ? outcomes : List.of(),
                    notes))
            .sorted(
                Comparator.comparing((RunReport.Part p) -> p.run().verdict())
                    .thenComparing(p -> p.run().columns().getFirst().from()))
            .toList();
    List<Run> runs = parts.stream().map(RunReport.Part::run).toList();
    List<Source> sources =
        collection.records().stream()
            .sorted(Comparator.comparing((FoundRecord f) -> f.at()))
            .map(f -> Source.of(f.evidence()))
            .toList();
    return new ReportDocument(
        verdict(runs, collection, outcomes),
        headline(runs, collection) + failures(parts, outcomes) + refuted(collection),
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

  private static VerdictWord verdict(
      List<Run> runs, RecordCollection collection, List<TaskOutcome> outcomes) {
    List<VerdictWord> words = new ArrayList<>();
    runs.forEach(run -> words.add(run.verdict()));
    outcomes.stream().map(TaskOutcome::verdict).filter(Objects::nonNull).forEach(words::add);
    if (outcomes.stream().anyMatch(o -> o.failed() && !o.confirmed())) {
      words.add(VerdictWord.UNKNOWN);
    }
    if (collection.statements().stream().anyMatch(Statements.Word::failed)) {
      words.add(VerdictWord.FAIL);
    }
    if (runs.isEmpty() || !collection.unreadable().isEmpty()) {
      words.add(VerdictWord.UNKNOWN);
    }
    return Objects.requireNonNull(VerdictWord.worst(words));
  }

  private static String headline(List<Run> runs, RecordCollection collection) {
    int damaged = collection.unreadable().size();
    if (runs.isEmpty()) {
      return damaged == 0
          ? "no record was found"
          : "no record could be read"
              + (damaged == 1 ? ": " + collection.unreadable().getFirst() : "");
    }
    Run worst = runs.getFirst();
    String first = worst.headline();
    if (runs.size() > 1) {
      long bad = runs.stream().filter(r -> r.verdict() != VerdictWord.PASS).count();
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
    return damaged > 0 && worst.verdict() == VerdictWord.PASS
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
  private static String failures(List<RunReport.Part> parts, List<TaskOutcome> outcomes) {
    List<String> said = parts.isEmpty() ? List.of() : parts.getFirst().told();
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
