package dev.custody.report.run;

import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import dev.custody.report.cluster.ClusterFinding;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.TaskTime;
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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the part of the document that is about one run and one archive. */
final class RunReport {
  private final RunGroups.Group group;
  private final List<Observation> observations;
  private final ImageOrigins origins;
  private final RecordCollection collection;
  private final BesideRecords beside;

  private RunReport(
      RunGroups.Group group,
      List<Observation> observations,
      ImageOrigins origins,
      RecordCollection collection,
      List<String> digestNotes) {
    this.origins = origins;
    this.group = group;
    this.observations = observations;
    this.collection = collection;
    this.beside = BesideRecords.of(group, observations, collection, digestNotes);
  }

  /**
   * The part of one run.
   *
   * @param origins says where a foreign image comes from
   * @param earlier the last record that another run left on the same volume before; may be empty
   */
  static Run of(
      RunGroups.Group group,
      ImageOrigins origins,
      List<FoundRecord> earlier,
      RecordCollection collection,
      List<String> digestNotes) {
    Map<FoundRecord, String> tasks = RunGroups.tasks(group, collection.cluster());
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
    return new RunReport(group, observations, origins, collection, digestNotes).run();
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
    List<TaskFinding> findings = findings();
    return new Run(
        name(),
        verdict,
        headline(verdict),
        RunSummary.of(observations, findings, beside.beside(), this::foreign),
        looks,
        EvidenceMatrix.of(List.copyOf(columns.values())),
        Timeline.of(observations, looks, beside.beside()),
        findings,
        gaps(),
        MissingRecords.of(group, observations, beside.beside().cluster()),
        NextCommands.of(observations, verdict),
        beside.beside());
  }

  private ReportDocument.RunName name() {
    ClusterSection cluster = beside.beside().cluster();
    List<String> nodes =
        Stream.concat(
                observations.stream().map(o -> o.record().step().node()),
                cluster == null ? Stream.empty() : cluster.times().stream().map(TaskTime::node))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    String namespace =
        observations.stream()
            .map(o -> o.record().step().namespace())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(collection.cluster().namespace(group.uid()));
    return new ReportDocument.RunName(group.name(), group.uid(), group.archive(), namespace, nodes);
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
              first.record().step().pod(),
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
                  case DENIED, MISSING, UNKNOWN -> "unknown";
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
      Digest digest =
          observations.stream()
              .filter(Observation::baseline)
              .map(o -> RecordFacts.manifest(o.record()))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      return tasks
          + " found the image that "
          + baseline()
          + " recorded"
          + (digest == null ? "" : ", " + digest);
    }
    return "only " + baseline() + " looked at the archive, so nothing can be compared yet";
  }

  private static int severity(Result result) {
    return switch (result) {
      case DIFFERS, DAMAGED -> 0;
      case DENIED, MISSING -> 1;
      case UNKNOWN -> 2;
      case RECORDED, MATCHES -> 3;
    };
  }

  private String clause(Observation o) {
    Finding cause = cause(o);
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
      case MISSING -> o.task() + " did not find the archive" + named;
      default ->
          o.task()
              + (cause == null ? " cannot tell: " + o.reason() : ": " + cause.summary() + named);
    };
  }

  /** The first cause, where the cluster does not exclude it or knows a better one. */
  private @Nullable Finding cause(Observation o) {
    return Stream.concat(
            beside.findings().stream()
                .filter(f -> f.tasks().contains(o.task()))
                .map(ClusterFinding::finding),
            o.findings().stream().filter(f -> !beside.excludes(f.cause(), o.task())))
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .sorted(Observation.ORDER)
        .findFirst()
        .orElse(null);
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
      o.findings().stream()
          .filter(f -> !beside.excludes(f.cause(), o.task()))
          .forEach(f -> tasks.computeIfAbsent(f, _ -> new LinkedHashSet<>()).add(o.task()));
    }
    beside
        .findings()
        .forEach(
            f -> tasks.computeIfAbsent(f.finding(), _ -> new LinkedHashSet<>()).addAll(f.tasks()));
    return tasks.entrySet().stream()
        .map(e -> new TaskFinding(List.copyOf(e.getValue()), e.getKey()))
        .sorted(Comparator.comparing(TaskFinding::finding, Observation.ORDER))
        .toList();
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
