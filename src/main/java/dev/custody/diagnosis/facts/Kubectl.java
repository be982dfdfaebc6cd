package dev.custody.diagnosis.facts;

import dev.custody.oci.ShellWord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Step;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands of kubectl with the names of the pods and tasks that the evidence is of. */
public final class Kubectl {
  private Kubectl() {}

  /** {@code `kubectl -n demo get taskruns …`}; without a namespace where it is not known. */
  public static String of(ExecutionRecord observed, String command) {
    String namespace = observed.step().pod().namespace();
    return Command.of(
        "kubectl " + (namespace == null ? "" : "-n " + ShellWord.of(namespace) + " ") + command);
  }

  /**
   * {@code `kubectl -n demo get pod PODS …`}: of this pod, and of the pod that recorded if that is
   * a different one; {@code POD} where no name is known.
   */
  public static String getPod(
      ExecutionRecord observed, RecordedEvidence.@Nullable Look recorded, String options) {
    return of(
        observed,
        "get pod "
            + names(observed.step(), recorded == null ? null : recorded.step(), true)
            + options);
  }

  /** The same of the TaskRuns. */
  public static String getTaskRun(
      ExecutionRecord observed, RecordedEvidence.@Nullable Look recorded, String options) {
    return of(
        observed,
        "get taskrun "
            + names(observed.step(), recorded == null ? null : recorded.step(), false)
            + options);
  }

  private static String names(Step now, @Nullable Step then, boolean pods) {
    String names =
        Stream.of(now, then)
            .filter(Objects::nonNull)
            .map(step -> pods ? step.pod().name() : step.taskRun())
            .filter(Objects::nonNull)
            .distinct()
            .map(name -> ShellWord.of(name) + " ")
            .collect(Collectors.joining());
    return names.isEmpty() ? (pods ? "POD " : "TASKRUN ") : names;
  }

  /** What shows how both pods mount the volume. */
  public static String compareMounts(
      ExecutionRecord observed, RecordedEvidence.@Nullable Look recorded) {
    return "compare volumes and volumeMounts of both pods: "
        + getPod(observed, recorded, "-o yaml");
  }
}
