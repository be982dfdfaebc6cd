package dev.custody.report.run;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.Pod;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Step;
import dev.custody.report.cluster.ClusterFinding;
import dev.custody.report.cluster.ClusterReading;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.ObservedStep;
import dev.custody.report.cluster.ObservedStep.Found;
import dev.custody.report.cluster.RunIdentity;
import dev.custody.report.cluster.WriteMoment;
import dev.custody.report.cluster.Writer;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LogStream;
import dev.custody.report.log.LoggedCause;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the cluster and the logs say of a run, and the findings that only they can show. */
record BesideRecords(
    ReportDocument.Beside beside, List<ClusterFinding> findings, Set<String> settled) {
  static BesideRecords of(
      RunGroups.Group group,
      List<JudgedRecord> observations,
      RecordCollection collection,
      List<String> digestNotes) {
    ClusterDump dump = collection.cluster();
    ClusterReading reading =
        ClusterSection.read(
            dump,
            identity(group, observations, dump),
            observations.stream().map(BesideRecords::step).toList(),
            WriteMoments.of(observations),
            collection.logs());
    List<LogEvidence.Failure> failures =
        collection.logs().failures().stream()
            .filter(f -> belongs(f.stream(), group, dump))
            .map(f ->
                new LogEvidence.Failure(
                    named(f.stream(), dump), f.at(), f.kind(), f.text(), f.source()))
            .toList();
    return new BesideRecords(
        new ReportDocument.Beside(
            reading.section(),
            told(group, collection, observations),
            failures,
            digestNotes,
            WorkspaceChanges.of(observations)),
        reading.findings(),
        settled(reading.section(), observations));
  }

  /** Tasks that found the archive damaged when everybody who can have done it had ended. */
  private static Set<String> settled(
      @Nullable ClusterSection cluster, List<JudgedRecord> observations) {
    Set<String> settled = new HashSet<>();
    for (Writer writer : cluster == null ? List.<Writer>of() : cluster.writers()) {
      if (writer.kind() == WriteMoment.Kind.DAMAGED
          && writer.confidence() != null
          && writer.confidence() != Finding.Confidence.MEDIUM) {
        observations.stream()
            .filter(o -> o.result() == ReportDocument.Result.DAMAGED)
            .filter(o ->
                writer.candidates().stream()
                    .allMatch(c -> c.finished() != null && c.finished().isBefore(o.at())))
            .forEach(o -> settled.add(o.task()));
      }
    }
    return settled;
  }

  /** Causes told in logs, without those of steps whose records say the same and more. */
  private static List<LoggedCause> told(
      RunGroups.Group group, RecordCollection collection, List<JudgedRecord> observations) {
    ClusterDump dump = collection.cluster();
    Map<List<String>, LoggedCause> once = new LinkedHashMap<>();
    for (LoggedCause told : collection.logs().told()) {
      LogStream stream = named(told.stream(), dump);
      boolean recorded =
          observations.stream()
              .anyMatch(o ->
                  o.task().equals(stream.task())
                      || (stream.pod() != null && stream.pod().equals(o.step().pod().name())));
      if (belongs(told.stream(), group, dump)
          && !isOfNoRun(told.stream(), group, dump)
          && !recorded) {
        once.putIfAbsent(
            List.of(Objects.requireNonNullElse(stream.owner(), ""), told.cause().id()),
            new LoggedCause(
                stream,
                told.cause(),
                told.confidence(),
                told.summary(),
                told.remedy(),
                told.source()));
      }
    }
    return List.copyOf(once.values());
  }

  /** Whether the cluster excludes a cause that the records of a task suggest. */
  boolean excludes(CauseId cause, String task) {
    if (cause == CauseId.BEING_WRITTEN && settled.contains(task)) {
      return true;
    }
    return findings.stream()
        .anyMatch(f ->
            f.tasks().contains(task)
                && (f.supersedes().contains(cause) || f.finding().cause() == cause));
  }

  private static RunIdentity identity(
      RunGroups.Group group, List<JudgedRecord> observations, ClusterDump dump) {
    String name = first(observations, Step::pipelineRun);
    return new RunIdentity(
        first(observations, step -> step.pod().namespace()),
        name == null ? dump.runName(group.uid()) : name,
        group.uid());
  }

  private static @Nullable String first(
      List<JudgedRecord> observations, Function<Step, @Nullable String> part) {
    return observations.stream()
        .map(o -> part.apply(o.step()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static ObservedStep step(JudgedRecord observation) {
    FileStatus file = observation.look().file();
    return new ObservedStep(
        observation.task(),
        observation.step(),
        observation.at(),
        observation.look().process(),
        observation.found().path(),
        observation.look().mount(),
        observation.found().compact(),
        observation.baseline(),
        switch (observation.result()) {
          case RECORDED, MATCHES -> Found.RECORDED_IMAGE;
          case DENIED -> Found.REFUSED;
          case DIFFERS, DAMAGED, MISSING, UNKNOWN -> Found.ANYTHING_ELSE;
        },
        file == null ? null : file.modified());
  }

  /** Whether nothing says that a log is of another run. */
  private static boolean belongs(LogStream stream, RunGroups.Group group, ClusterDump dump) {
    Pod pod = stream.pod() == null ? null : dump.pod(null, stream.pod());
    String uid = pod == null ? null : pod.owner().pipelineRunUid();
    return uid == null || group.uid() == null || uid.equals(group.uid());
  }

  /** Whether its pod is known and belongs to no pipeline run, while the group is one's. */
  private static boolean isOfNoRun(LogStream stream, RunGroups.Group group, ClusterDump dump) {
    Pod pod = stream.pod() == null ? null : dump.pod(null, stream.pod());
    return pod != null && pod.owner().pipelineRunUid() == null && group.uid() != null;
  }

  private static LogStream named(LogStream stream, ClusterDump dump) {
    Pod pod = stream.pod() == null ? null : dump.pod(null, stream.pod());
    return pod == null || stream.task() != null
        ? stream
        : new LogStream(stream.pod(), pod.owner().task(), stream.step());
  }
}
