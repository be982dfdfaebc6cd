package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.ClusterEvent;
import dev.custody.cluster.ObjectKind;
import dev.custody.cluster.StoragePlace;
import dev.custody.report.log.LogEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster knows of one run and its archive.
 *
 * @param writers one for each thing that was done to the archive
 * @param notKnown kinds of object of which the dump holds none, as kubectl is asked for them
 * @param events of the run's pods, task runs and claims, by time
 */
public record ClusterSection(
    List<Suspect> suspects,
    List<Setting> settings,
    List<Writer> writers,
    List<UnrecordedTask> unrecorded,
    List<KilledStep> killed,
    List<String> notKnown,
    List<ClusterEvent> events,
    List<TaskTime> times) {
  public ClusterSection {
    suspects = List.copyOf(suspects);
    settings = List.copyOf(settings);
    writers = List.copyOf(writers);
    unrecorded = List.copyOf(unrecorded);
    killed = List.copyOf(killed);
    notKnown = List.copyOf(notKnown);
    events = List.copyOf(events);
    times = List.copyOf(times);
  }

  /**
   * Compares the records of a run with a dump.
   *
   * @param moments what was done to the archive
   */
  public static ClusterReading read(
      ClusterDump dump,
      RunIdentity run,
      List<ObservedStep> observed,
      List<WriteMoment> moments,
      LogEvidence logs) {
    List<RunTask> tasks = RunTask.of(dump, run, observed);
    if (dump.isEmpty() || tasks.stream().allMatch(t -> t.taskRun() == null && t.pods().isEmpty())) {
      return new ClusterReading(null, List.of());
    }
    Baseline baseline = Baseline.of(dump, tasks);
    String archive = path(baseline, observed);
    List<RunTask> reaching =
        tasks.stream().filter(t -> !t.observed().isEmpty() || t.claim(archive) != null).toList();
    List<Setting> settings = Settings.of(dump, reaching, archive);
    List<ClusterFinding> findings = new ArrayList<>(FsgroupNotApplied.of(settings, tasks));
    findings.addAll(LabelNotFixed.of(reaching));
    findings.addAll(OtherPlace.findings(baseline, reaching));
    List<RunTask> elsewhere = OtherPlace.of(baseline, reaching);
    return new ClusterReading(
        new ClusterSection(
            Suspects.of(dump, reaching, archive),
            settings,
            moments.stream()
                .filter(m -> elsewhere.stream().noneMatch(t -> t.isCalled(m.seenBy())))
                .map(m ->
                    new Writers(dump, place(dump, m, baseline, tasks, archive), tasks, logs).who(m))
                .toList(),
            tasks.stream()
                .filter(t -> t.observed().isEmpty())
                .map(t -> UnrecordedTask.of(t, baseline))
                .toList(),
            KilledStep.of(tasks),
            dump.notKnown().stream().sorted().map(ObjectKind::resource).toList(),
            RunEvents.of(dump, tasks),
            tasks.stream().map(TaskTime::of).filter(Objects::nonNull).toList()),
        findings);
  }

  /** The archive's path for tasks that left no record: the baseline's, else any that is known. */
  private static @Nullable String path(@Nullable Baseline baseline, List<ObservedStep> observed) {
    return baseline != null && baseline.archive() != null
        ? baseline.archive()
        : observed.stream()
            .map(ObservedStep::archive)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /**
   * Where the archive lies that was changed: where the task looked that saw the change, else where
   * the image was recorded.
   */
  private static @Nullable StoragePlace place(
      ClusterDump dump,
      WriteMoment moment,
      @Nullable Baseline baseline,
      List<RunTask> tasks,
      @Nullable String archive) {
    return Stream.concat(
            tasks.stream().filter(t -> t.isCalled(moment.seenBy())),
            Stream.ofNullable(baseline).map(Baseline::task))
        .flatMap(t ->
            Stream.<@Nullable StoragePlace>of(t.place(dump, archive), t.boundPlace(dump, archive)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
