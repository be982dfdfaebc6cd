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
   * @param denied tasks that could not read the archive
   */
  public static ClusterReading read(
      ClusterDump dump,
      RunIdentity run,
      List<ObservedStep> observed,
      List<WriteMoment> moments,
      List<String> denied,
      LogEvidence logs) {
    List<RunTask> tasks = RunTask.of(dump, run, observed);
    if (dump.isEmpty() || tasks.stream().allMatch(t -> t.taskRun() == null && t.pods().isEmpty())) {
      return new ClusterReading(null, List.of());
    }
    String archive =
        observed.stream()
            .map(ObservedStep::archive)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    List<RunTask> reaching =
        tasks.stream().filter(t -> !t.observed().isEmpty() || t.claim(archive) != null).toList();
    List<RunTask> recording = tasks.stream().filter(t -> !t.observed().isEmpty()).toList();
    Writers writers = new Writers(dump, place(dump, recording, archive), tasks, logs);
    List<Setting> settings = Settings.of(dump, reaching, archive);
    List<ClusterFinding> findings = new ArrayList<>(FsgroupNotApplied.of(settings, denied));
    findings.addAll(LabelNotFixed.of(reaching));
    findings.addAll(OtherPlace.findings(dump, reaching, archive));
    List<String> elsewhere =
        OtherPlace.of(dump, reaching, archive).stream().map(RunTask::name).toList();
    return new ClusterReading(
        new ClusterSection(
            Suspects.of(dump, reaching, archive),
            settings,
            moments.stream()
                .filter(m -> !elsewhere.contains(m.seenBy()))
                .map(writers::who)
                .toList(),
            tasks.stream()
                .filter(t -> t.observed().isEmpty())
                .map(t -> UnrecordedTask.of(t, recording))
                .toList(),
            KilledStep.of(tasks),
            dump.notKnown().stream().sorted().map(ObjectKind::resource).toList(),
            RunEvents.of(dump, tasks),
            tasks.stream().map(TaskTime::of).filter(Objects::nonNull).toList()),
        findings);
  }

  /** Where the archive really lies, as far as one of the tasks that saw it tells. */
  private static @Nullable StoragePlace place(
      ClusterDump dump, List<RunTask> recording, @Nullable String archive) {
    return Stream.concat(
            recording.stream().map(t -> t.place(dump, archive)),
            recording.stream().map(t -> t.boundPlace(dump, archive)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
