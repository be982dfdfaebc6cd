package dev.custody.report.run;

import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import dev.custody.report.run.ReportDocument.Column;
import dev.custody.report.run.ReportDocument.Gap;
import dev.custody.report.run.ReportDocument.Result;
import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.VerdictView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the part of the document that is about one run and one archive. */
final class RunReport {
  private final RunGroups.Group group;
  private final List<Observation> observations;
  private final ImageOrigins origins;

  private RunReport(RunGroups.Group group, List<Observation> observations, ImageOrigins origins) {
    this.origins = origins;
    this.group = group;
    this.observations = observations;
  }

  /**
   * The part of one run.
   *
   * @param origins says where a foreign image comes from
   * @param earlier the last record that another run left on the same volume before; may be empty
   */
  static Run of(RunGroups.Group group, ImageOrigins origins, List<FoundRecord> earlier) {
    Map<FoundRecord, String> tasks = RunGroups.tasks(group);
    List<FoundRecord> recorded = recorded(group.records());
    List<Observation> observations =
        group.records().stream()
            .map(found ->
                Observation.of(
                    found,
                    group.sources().getOrDefault(found, List.of(found.source())),
                    tasks.getOrDefault(found, found.source()),
                    recorded,
                    earlier))
            .toList();
    return new RunReport(group, observations, origins).run();
  }

  /** What the others are held against: the first look that knows an image, in all its forms. */
  private static List<FoundRecord> recorded(List<FoundRecord> records) {
    List<FoundRecord> recorded = new ArrayList<>();
    for (FoundRecord one : records) {
      if (RecordFacts.knowsImage(one.record())
          && (recorded.isEmpty() || sameLook(recorded.getFirst(), one))) {
        recorded.add(one);
      }
    }
    return recorded;
  }

  private static boolean sameLook(FoundRecord first, FoundRecord one) {
    return first.compact() != one.compact()
        && first.record().createdAt().equals(one.record().createdAt());
  }

  private Run run() {
    Map<Column, ExecutionRecord> columns = columns();
    List<Column> looks = List.copyOf(columns.keySet());
    String verdict = verdict();
    return new Run(
        group.name(),
        group.uid(),
        group.archive(),
        verdict,
        headline(verdict),
        looks,
        EvidenceMatrix.of(List.copyOf(columns.values())),
        Timeline.of(observations, looks),
        findings(),
        origins(),
        gaps(),
        MissingRecords.of(group, observations),
        NextCommands.of(observations, verdict));
  }

  /** Looks of one task that saw the same become one column. */
  private Map<Column, ExecutionRecord> columns() {
    Map<List<Object>, List<Observation>> same = new LinkedHashMap<>();
    for (Observation o : observations) {
      same.computeIfAbsent(
              List.of(o.task(), o.result(), o.reason(), EvidenceMatrix.fingerprint(o.record())),
              _ -> new ArrayList<>())
          .add(o);
    }
    Map<Column, ExecutionRecord> columns = new LinkedHashMap<>();
    for (List<Observation> looks : same.values()) {
      Observation first = looks.getFirst();
      columns.put(
          new Column(
              first.task(),
              first.result(),
              first.reason(),
              looks.size(),
              first.record().createdAt(),
              looks.getLast().record().createdAt(),
              first.found().compact(),
              first.verdict().differences().stream().map(VerdictView::flat).toList(),
              looks.stream().flatMap(o -> o.sources().stream()).distinct().toList()),
          first.record());
    }
    return columns;
  }

  private String verdict() {
    Set<String> words =
        observations.stream()
            .map(o ->
                switch (o.result()) {
                  case RECORDED, MATCHES -> "pass";
                  case DIFFERS, DAMAGED -> "fail";
                  case DENIED, UNKNOWN -> "unknown";
                })
            .collect(Collectors.toSet());
    if (words.contains("fail")) {
      return "fail";
    }
    return words.contains("unknown") || !compared() ? "unknown" : "pass";
  }

  private boolean compared() {
    return observations.stream().anyMatch(o -> o.result() == Result.MATCHES);
  }

  private String headline(String verdict) {
    Set<String> clauses = new LinkedHashSet<>();
    observations.stream()
        .sorted(Comparator.comparingInt((Observation o) -> severity(o.result())))
        .filter(o -> severity(o.result()) < 3)
        .forEach(o -> clauses.add(clause(o)));
    if (!clauses.isEmpty()) {
      return clauses.stream().limit(3).collect(Collectors.joining("; "))
          + (clauses.size() > 3 ? "; and " + (clauses.size() - 3) + " more" : "");
    }
    if (verdict.equals("pass")) {
      String tasks =
          observations.stream()
              .filter(o -> o.result() == Result.MATCHES)
              .map(Observation::task)
              .distinct()
              .limit(5)
              .collect(Collectors.joining(", "));
      return tasks + " found the image that " + baseline() + " recorded";
    }
    return "only " + baseline() + " looked at the archive, so nothing can be compared yet";
  }

  private static int severity(Result result) {
    return switch (result) {
      case DIFFERS, DAMAGED -> 0;
      case DENIED -> 1;
      case UNKNOWN -> 2;
      case RECORDED, MATCHES -> 3;
    };
  }

  private String clause(Observation o) {
    Finding cause = o.cause();
    String named = cause == null ? "" : " (" + cause.cause() + ")";
    return switch (o.result()) {
      case DIFFERS -> {
        String place = foreign(o);
        yield otherImage(o)
            ? o.task()
                + " found another image than "
                + baseline()
                + " recorded"
                + named
                + (place == null ? "" : ", the one of " + place)
            : o.task() + ": " + (cause == null ? o.reason() : cause.summary()) + named;
      }
      case DAMAGED -> o.task() + " found the archive damaged" + named;
      case DENIED -> o.task() + " was denied the archive" + named;
      default ->
          o.task()
              + (cause == null ? " cannot tell: " + o.reason() : ": " + cause.summary() + named);
    };
  }

  private static boolean otherImage(Observation o) {
    return !o.verdict().differences().isEmpty()
        && o.verdict().differences().getFirst() instanceof dev.custody.gate.Difference.OtherImage;
  }

  private String baseline() {
    return observations.stream()
        .filter(Observation::baseline)
        .map(Observation::task)
        .findFirst()
        .orElse(observations.getFirst().task());
  }

  private List<TaskFinding> findings() {
    Map<Finding, Set<String>> tasks = new LinkedHashMap<>();
    for (Observation o : observations) {
      o.findings().forEach(f -> tasks.computeIfAbsent(f, _ -> new LinkedHashSet<>()).add(o.task()));
    }
    return tasks.entrySet().stream()
        .map(e -> new TaskFinding(List.copyOf(e.getValue()), e.getKey()))
        .sorted(Comparator.comparing(TaskFinding::finding, Observation.ORDER))
        .toList();
  }

  /** Who else recorded the image that was found here. */
  private List<String> origins() {
    Set<String> lines = new LinkedHashSet<>();
    for (Observation o : observations) {
      String place = foreign(o);
      if (place != null) {
        lines.add(
            "the image that "
                + o.task()
                + " found, "
                + RecordFacts.manifest(o.record())
                + ", is the one of "
                + place);
      }
    }
    return List.copyOf(lines);
  }

  /** Where an image that is not this run's is known from; null if it is ours or unknown. */
  private @Nullable String foreign(Observation o) {
    Digest found = RecordFacts.manifest(o.record());
    return found == null || !otherImage(o) ? null : origins.elsewhere(found, group);
  }

  private List<Gap> gaps() {
    Map<NotDone, Set<String>> tasks = new LinkedHashMap<>();
    for (Observation o : observations) {
      o.notDone().forEach(n -> tasks.computeIfAbsent(n, _ -> new LinkedHashSet<>()).add(o.task()));
    }
    List<Gap> gaps = new ArrayList<>();
    tasks.forEach((n, where) -> gaps.add(new Gap(List.copyOf(where), n.what(), n.causes())));
    Set<String> structure = new LinkedHashSet<>();
    for (Observation o : observations) {
      var archive = RecordFacts.archive(o.record());
      if (!o.found().compact()
          && archive != null
          && archive.image().config() != null
          && archive.checks().depth() == dev.custody.oci.Depth.STRUCTURE) {
        structure.add(o.task());
      }
    }
    if (!structure.isEmpty()) {
      gaps.add(
          new Gap(
              List.copyOf(structure),
              "layers were found present with their sizes, not hashed (--depth content does)",
              List.of(CauseId.CORRUPT_BLOB)));
    }
    gaps.add(
        new Gap(
            List.of(), "what the registry holds now: a record ends before the push", List.of()));
    return gaps;
  }
}
