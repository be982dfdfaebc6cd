package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.StoragePlace;
import dev.custody.record.Finding.Confidence;
import dev.custody.report.cluster.Writer.Candidate;
import dev.custody.report.log.LogEvidence;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names who can have written the archive at a moment: containers that mounted its volume, or the
 * directory it lies in, for writing, and ran then.
 */
final class Writers {
  private final ClusterDump dump;
  private final @Nullable Candidates known;

  /**
   * Asks about one archive.
   *
   * @param archive where it really lies; null where no task's mount tells
   * @param tasks of its run, of which those steps are no candidates that took a record
   */
  Writers(ClusterDump dump, @Nullable StoragePlace archive, List<RunTask> tasks, LogEvidence logs) {
    this.dump = dump;
    this.known = archive == null ? null : new Candidates(dump, archive, tasks, logs);
  }

  Writer who(WriteMoment moment) {
    if (known == null || dump.pods().isEmpty()) {
      return answer(
          moment,
          "not known: "
              + (dump.pods().isEmpty()
                  ? "no pod was dumped"
                  : "the pod that recorded the archive is not in the dump, so its volume is not"
                      + " known")
              + "; kubectl get taskruns,pods,pvc,pv -o json names the pods that mounted the claim",
          null,
          List.of());
    }
    List<Candidates.Killed> killed =
        moment.kind() == WriteMoment.Kind.DAMAGED ? known.killed(moment) : List.of();
    if (killed.size() == 1) {
      return cutOff(moment, killed.getFirst());
    }
    // Label, mode and owner are what container runtime and kubelet set when a pod starts.
    boolean metadata =
        moment.kind() == WriteMoment.Kind.RELABELLED || moment.kind() == WriteMoment.Kind.CHANGED;
    List<Candidate> candidates = metadata ? known.starters(moment) : List.of();
    if (candidates.isEmpty()) {
      candidates = known.candidates(moment);
    }
    List<Candidate> proven = candidates.stream().filter(c -> c.proof() != null).toList();
    if (proven.size() == 1) {
      return answer(
          moment,
          told(proven.getFirst())
              + " "
              + moment.kind().words()
              + (moment.label() == null
                  ? ": its log prints the digest that was found afterwards"
                  : ": the archive got the level of its process"),
          Confidence.CERTAIN,
          proven);
    }
    return switch (candidates.size()) {
      case 0 ->
          answer(
              moment,
              "none of the pods in the dump that can write to this volume ran "
                  + when(moment)
                  + ": the writer was a pod that has been deleted since, another cluster on the"
                  + " same storage, or something on the node",
              null,
              List.of());
      case 1 ->
          answer(
              moment,
              moment.ownPod() != null
                  ? told(candidates.getFirst())
                      + " could write there at the same time as this run's own export, "
                      + when(moment)
                      + ": two writers"
                  : told(candidates.getFirst())
                      + " "
                      + moment.kind().words()
                      + ": of all pods in the dump that can write there, only it ran "
                      + when(moment),
              moment.isExact() ? Confidence.HIGH : Confidence.MEDIUM,
              candidates);
      default ->
          answer(
              moment,
              "one of these "
                  + moment.kind().words()
                  + ", since all of them can write there and ran "
                  + when(moment)
                  + ": "
                  + candidates.stream()
                      .limit(5)
                      .map(Writers::told)
                      .collect(Collectors.joining("; "))
                  + (candidates.size() > 5 ? "; and " + (candidates.size() - 5) + " more" : ""),
              Confidence.MEDIUM,
              candidates);
    };
  }

  private static Writer cutOff(WriteMoment moment, Candidates.Killed killed) {
    return answer(
        moment,
        told(killed.candidate())
            + " was ended from outside while it could write there, "
            + when(moment)
            + ": "
            + killed.why()
            + "; that explains an archive that was never finished",
        Confidence.HIGH,
        List.of(killed.candidate()));
  }

  private static String told(Candidate candidate) {
    return (candidate.step().equals("start")
            ? "the start of the pod of "
            : "step " + candidate.step() + " of ")
        + candidate.task()
        + (candidate.run() == null ? "" : " in run " + candidate.run())
        + " (pod "
        + candidate.pod()
        + ")";
  }

  private static String when(WriteMoment moment) {
    return moment.isExact()
        ? "at " + moment.from()
        : "between " + moment.from() + " and " + moment.until();
  }

  private static Writer answer(
      WriteMoment moment,
      String answer,
      @Nullable Confidence confidence,
      List<Candidate> candidates) {
    return new Writer(moment.kind(), moment.from(), moment.until(), answer, confidence, candidates);
  }
}
