package dev.custody.report.run;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.TaskResult;
import dev.custody.cluster.TaskRun;
import dev.custody.gate.VerdictWord;
import dev.custody.oci.Digest;
import dev.custody.record.Step;
import dev.custody.report.run.ReportDocument.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks returned beside their records: evidence of what came after the record.
 *
 * @param verdicts of all results of tasks that left records
 * @param pushes what all tasks say of their pushes, the worst first
 * @param failed tasks whose looks found nothing wrong and that ended badly
 * @param contradicting tasks whose looks found nothing wrong and whose own verdict is none
 */
record TaskReturns(
    List<VerdictWord> verdicts,
    List<PushOutcome> pushes,
    List<TaskOutcome> failed,
    List<TaskOutcome> contradicting) {
  TaskReturns {
    verdicts = List.copyOf(verdicts);
    pushes = List.copyOf(pushes);
    failed = List.copyOf(failed);
    contradicting = List.copyOf(contradicting);
  }

  /**
   * Reads them.
   *
   * @param given results that somebody handed to the report, of this run
   */
  static TaskReturns of(
      RunGroups.Group group,
      List<JudgedRecord> observations,
      RecordCollection collection,
      List<TaskOutcome> given) {
    List<String> tasks = observations.stream().map(JudgedRecord::task).distinct().toList();
    List<TaskOutcome> dumped =
        dumped(group, observations, collection.cluster()).stream().map(TaskOutcome::of).toList();
    List<TaskOutcome> known = Stream.concat(dumped.stream(), given.stream()).toList();
    List<TaskOutcome> outcomes = tasks.stream().map(task -> merged(task, known)).toList();
    List<TaskOutcome> all = new ArrayList<>(outcomes);
    all.addAll(unrecorded(group, tasks, collection.cluster(), given));
    return new TaskReturns(
        outcomes.stream().map(TaskOutcome::verdict).filter(Objects::nonNull).toList(),
        PushOutcome.of(all, RecordFacts.recordedDigest(observations), others(group, collection))
            .stream()
            .sorted(Comparator.comparing(PushOutcome::verdict))
            .toList(),
        outcomes.stream().filter(o -> o.failed() && isSound(o.task(), observations)).toList(),
        outcomes.stream()
            .filter(o -> isBad(o.word(TaskResult.VERDICT)) && isSound(o.task(), observations))
            .toList());
  }

  /** The same of the run's tasks that left no record. */
  private static List<TaskOutcome> unrecorded(
      RunGroups.Group group, List<String> recorded, ClusterDump dump, List<TaskOutcome> given) {
    List<TaskOutcome> others =
        Stream.concat(
                dump.taskRuns().stream()
                    .filter(t -> group.uid() != null && group.uid().equals(t.pipelineRunUid()))
                    .map(TaskOutcome::of),
                given.stream())
            .filter(o -> !recorded.contains(o.task()))
            .toList();
    return others.stream()
        .map(TaskOutcome::task)
        .distinct()
        .map(task -> merged(task, others))
        .toList();
  }

  /**
   * All that is known of one task, of which a matrix makes several runs: the worst of each verdict,
   * and of other values that of the run that failed, else the first.
   */
  private static TaskOutcome merged(String task, List<TaskOutcome> outcomes) {
    Map<String, String> values = new HashMap<>();
    outcomes.stream()
        .filter(o -> o.task().equals(task))
        .sorted(Comparator.comparing(o -> !o.failed()))
        .forEach(o ->
            o.values()
                .forEach((name, value) ->
                    values.merge(name, value, (one, other) -> worse(name, one, other))));
    return new TaskOutcome(task, values);
  }

  private static String worse(String name, String one, String other) {
    VerdictWord worst =
        TaskResult.is(name, TaskResult.Kind.VERDICT)
            ? VerdictWord.worst(
                Stream.of(one, other).map(VerdictWord::of).filter(Objects::nonNull).toList())
            : null;
    return worst == null ? one : worst.text();
  }

  /** Whether a task ended badly before anybody could tell what its registry holds. */
  boolean incomplete() {
    return failed.stream().anyMatch(o -> !o.confirmed());
  }

  private static List<TaskRun> dumped(
      RunGroups.Group group, List<JudgedRecord> observations, ClusterDump dump) {
    return dump.taskRuns().stream()
        .filter(t -> observations.stream().anyMatch(o -> isOf(t, o.step(), o.task(), group)))
        .toList();
  }

  /** Whether the gate of a step passed, as the results of its task say. */
  static boolean passed(
      RunGroups.Group group, Step step, String task, ClusterDump dump, List<TaskOutcome> given) {
    Stream<TaskOutcome> dumped =
        dump.taskRuns().stream().filter(t -> isOf(t, step, task, group)).map(TaskOutcome::of);
    TaskOutcome all = merged(task, Stream.concat(dumped, given.stream()).toList());
    return all.word(TaskResult.VERDICT) == VerdictWord.PASS;
  }

  private static boolean isOf(TaskRun taskRun, Step step, String task, RunGroups.Group group) {
    return step.taskRun() == null
        ? group.uid() != null
            && group.uid().equals(taskRun.pipelineRunUid())
            && taskRun.displayName().equals(task)
        : taskRun.isNamed(step.pod().namespace(), step.taskRun());
  }

  private static boolean isBad(@Nullable VerdictWord word) {
    return word != null && word != VerdictWord.PASS;
  }

  private static boolean isSound(String task, List<JudgedRecord> observations) {
    return observations.stream()
        .filter(o -> o.task().equals(task))
        .allMatch(o -> o.result() == Result.MATCHES || o.result() == Result.RECORDED);
  }

  /** Manifests that the run's records of other archives know. */
  private static Set<String> others(RunGroups.Group group, RecordCollection collection) {
    Set<String> manifests = new HashSet<>();
    for (FoundRecord one : collection.records()) {
      Digest manifest = RecordFacts.manifest(one.evidence());
      if (manifest != null
          && group.uid() != null
          && group.uid().equals(one.step().pipelineRunUid())
          && one.fileName() != null
          && group.archive() != null
          && !group.archive().equals(one.fileName())) {
        manifests.add(manifest.toString());
      }
    }
    return manifests;
  }

  /** Those that say what nobody may miss. */
  List<PushOutcome> bad() {
    return pushes.stream().filter(p -> p.verdict() != VerdictWord.PASS).toList();
  }
}
