package dev.custody.report.run;

import dev.custody.gate.VerdictWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import dev.custody.record.RecordedEvidence.Look;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.TaskTime;
import dev.custody.report.cluster.UnrecordedTask;
import dev.custody.report.cluster.Writer;
import dev.custody.report.cluster.WriterRemedy;
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
import java.util.stream.Stream;

/** Writes the part of the document that is about one run and one archive. */
final class RunReport {
  private final RunGroups.Group group;
  private final List<JudgedRecord> observations;
  private final ImageOrigins origins;
  private final RecordCollection collection;
  private final BesideRecords beside;
  private final TaskReturns returns;
  private final ShortNames names;

  /**
   * The part of the document that is about one run.
   *
   * @param told the tasks that its headline says failed
   */
  record Part(Run run, List<String> told) {}

  private RunReport(
      RunGroups.Group group,
      List<JudgedRecord> observations,
      ImageOrigins origins,
      RecordCollection collection,
      List<TaskOutcome> given,
      List<String> digestNotes) {
    this.origins = origins;
    this.group = group;
    this.observations = observations;
    this.collection = collection;
    this.names = ShortNames.of(observations);
    this.beside = BesideRecords.of(group, observations, collection, digestNotes);
    this.returns = TaskReturns.of(group, observations, collection, given);
  }

  /**
   * The part of one run.
   *
   * @param origins says where a foreign image comes from
   * @param volumes tells which record another run left on the same volume before
   * @param given results that were handed to the report and are this run's
   */
  static Part of(
      RunGroups.Group group,
      ImageOrigins origins,
      SharedVolumes volumes,
      RecordCollection collection,
      List<TaskOutcome> given,
      List<String> digestNotes) {
    Map<FoundRecord, String> tasks = RunGroups.tasks(group, collection.cluster());
    List<FoundRecord> recorded = recorded(group.records());
    List<FoundRecord> earlier = volumes.before(group, recorded);
    List<JudgedRecord> observations = new ArrayList<>();
    for (FoundRecord found : group.records()) {
      String task = tasks.getOrDefault(found, found.source());
      observations.add(
          JudgedRecord.of(
              found,
              group.sources().getOrDefault(found, List.of(found.source())),
              task,
              TaskReturns.passed(group, found.step(), task, collection.cluster(), given),
              recorded,
              earlier));
    }
    return new RunReport(group, observations, origins, collection, given, digestNotes).run();
  }

  /**
   * The look that the others are compared with: the first that knows an image, in all its forms.
   */
  static List<FoundRecord> recorded(List<FoundRecord> records) {
    List<FoundRecord> recorded = new ArrayList<>();
    for (FoundRecord one : records) {
      if (one.evidence().image().known()
          && (recorded.isEmpty() || sameLook(recorded.getFirst(), one))) {
        recorded.add(one);
      }
    }
    return recorded;
  }

  private static boolean sameLook(FoundRecord first, FoundRecord one) {
    return first.compact() != one.compact() && first.at().equals(one.at());
  }

  private Part run() {
    Map<Column, Look> columns = columns();
    List<Column> looks = List.copyOf(columns.keySet());
    VerdictWord verdict = verdict();
    HeadlineWriter writer = new HeadlineWriter(group, observations, origins, beside, returns);
    RunHeadline headline = writer.of(verdict);
    List<TaskFinding> findings = findings();
    List<String> missing =
        MissingRecords.of(
            group, observations, beside.beside().cluster(), collection.cluster().isEmpty());
    Run run =
        new Run(
            name(),
            verdict,
            names.in(headline.sentence()),
            new RunSummary(observations, findings, beside.beside(), returns, names)
                .of(verdict, missing, writer::foreign),
            looks,
            EvidenceMatrix.of(List.copyOf(columns.values())),
            Timeline.of(observations, looks, beside.beside(), returns, names),
            findings,
            gaps(),
            missing,
            NextCommands.of(observations, verdict),
            beside.beside());
    return new Part(run, headline.tasks());
  }

  private ReportDocument.RunName name() {
    ClusterSection cluster = beside.beside().cluster();
    List<String> nodes =
        Stream.concat(
                observations.stream().map(o -> o.step().pod().node()),
                cluster == null ? Stream.empty() : cluster.times().stream().map(TaskTime::node))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    String namespace =
        observations.stream()
            .map(o -> o.step().pod().namespace())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(collection.cluster().namespace(group.uid()));
    String archive = names.path() == null ? group.archive() : names.path();
    return new ReportDocument.RunName(group.name(), group.uid(), archive, namespace, nodes);
  }

  /** Looks of one task that saw the same become one column. */
  private Map<Column, Look> columns() {
    Map<List<Object>, List<JudgedRecord>> same = new LinkedHashMap<>();
    for (JudgedRecord o : observations) {
      same.computeIfAbsent(
              List.of(o.task(), o.result(), o.reason(), EvidenceMatrix.fingerprint(o.look())),
              _ -> new ArrayList<>())
          .add(o);
    }
    Map<Column, Look> columns = new LinkedHashMap<>();
    for (List<JudgedRecord> looks : same.values()) {
      JudgedRecord first = looks.getFirst();
      columns.put(
          new Column(
              first.task(),
              first.step().pod().name(),
              first.result(),
              names.in(first.reason()),
              looks.size(),
              first.at(),
              looks.getLast().at(),
              first.found().compact(),
              first.verdict().differences().stream().map(VerdictView::flat).toList(),
              looks.stream().flatMap(o -> o.sources().stream()).distinct().toList()),
          first.look());
    }
    return columns;
  }

  private VerdictWord verdict() {
    List<UnrecordedTask> unrecorded = beside.beside().unrecorded();
    List<VerdictWord> words = new ArrayList<>();
    words.add(compared(unrecorded) ? VerdictWord.PASS : VerdictWord.UNKNOWN);
    observations.forEach(o -> words.add(o.result().verdict()));
    words.addAll(returns.verdicts());
    returns.pushes().forEach(push -> words.add(push.verdict()));
    if (returns.incomplete() || unrecorded.stream().anyMatch(UnrecordedTask::open)) {
      words.add(VerdictWord.UNKNOWN);
    }
    unrecorded.stream().map(UnrecordedTask::verdict).filter(Objects::nonNull).forEach(words::add);
    return Objects.requireNonNull(VerdictWord.worst(words));
  }

  /** A later record, or the results of a verify step, which no other task can rewrite. */
  private boolean compared(List<UnrecordedTask> unrecorded) {
    String recorded = RecordFacts.recordedDigest(observations);
    return observations.stream().anyMatch(o -> o.result() == Result.MATCHES)
        || unrecorded.stream().anyMatch(u -> u.passed(recorded));
  }

  private List<TaskFinding> findings() {
    Map<Finding, Set<String>> tasks = new LinkedHashMap<>();
    for (JudgedRecord o : observations) {
      o.findings().stream()
          .filter(f -> !beside.excludes(f.cause(), o.task()))
          .forEach(f -> tasks.computeIfAbsent(f, _ -> new LinkedHashSet<>()).add(o.task()));
    }
    beside
        .findings()
        .forEach(
            f -> tasks.computeIfAbsent(f.finding(), _ -> new LinkedHashSet<>()).addAll(f.tasks()));
    ClusterSection cluster = beside.beside().cluster();
    List<Writer> writers = cluster == null ? List.of() : cluster.writers();
    return tasks.entrySet().stream()
        .map(e -> new TaskFinding(List.copyOf(e.getValue()), WriterRemedy.in(e.getKey(), writers)))
        .sorted(Comparator.comparing(TaskFinding::finding, Finding.SUREST_FIRST))
        .toList();
  }

  private List<Gap> gaps() {
    Map<NotDone, Set<String>> tasks = new LinkedHashMap<>();
    for (JudgedRecord o : observations) {
      o.notDone().forEach(n -> tasks.computeIfAbsent(n, _ -> new LinkedHashSet<>()).add(o.task()));
    }
    List<Gap> gaps = new ArrayList<>();
    tasks.forEach((n, where) -> gaps.add(new Gap(List.copyOf(where), n.what(), n.causes())));
    Set<String> structure = new LinkedHashSet<>();
    for (JudgedRecord o : observations) {
      var archive = o.look().archive();
      if (archive != null
          && archive.image().config() != null
          && archive.checks().depth() == dev.custody.oci.Depth.STRUCTURE) {
        structure.add(o.task());
      }
    }
    if (!structure.isEmpty()) {
      gaps.add(
          new Gap(
              List.copyOf(structure),
              "layers were found present with their sizes, not hashed (--depth content hashes"
                  + " them)",
              List.of(CauseId.CORRUPT_BLOB)));
    }
    gaps.add(
        new Gap(
            List.of(), "what the registry holds now: a record ends before the push", List.of()));
    return gaps;
  }
}
