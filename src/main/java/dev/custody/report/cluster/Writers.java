package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.StoragePlace;
import dev.custody.record.Finding.Confidence;
import dev.custody.report.cluster.Candidates.Weighed;
import dev.custody.report.cluster.Writer.Candidate;
import dev.custody.report.log.LogEvidence;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    if (known == null || (dump.pods().isEmpty() && dump.taskRuns().isEmpty())) {
      return unnamed(
          moment,
          "not known: "
              + (dump.pods().isEmpty() && dump.taskRuns().isEmpty()
                  ? "no pod was dumped"
                  : "the pod that recorded the archive is not in the dump, so its volume is not"
                      + " known")
              + "; kubectl get taskruns,pods,pvc,pv -o json names the pods that mounted the claim");
    }
    List<Candidates.Killed> killed =
        moment.kind() == WriteMoment.Kind.DAMAGED ? known.killed(moment) : List.of();
    if (killed.size() == 1) {
      String pod = killed.getFirst().candidate().pod();
      return cutOff(
          moment,
          killed.getFirst(),
          known.candidates(moment).stream().filter(w -> !w.candidate().pod().equals(pod)).toList());
    }
    // Label, mode and owner are what container runtime and kubelet set when a pod starts.
    boolean metadata =
        moment.kind() == WriteMoment.Kind.RELABELLED || moment.kind() == WriteMoment.Kind.CHANGED;
    List<Candidate> starters = metadata ? known.starters(moment) : List.of();
    List<Weighed> then =
        starters.isEmpty()
            ? known.candidates(moment)
            : starters.stream().map(c -> new Weighed(c, Exports.Target.UNKNOWN, true)).toList();
    // Who could write later may have set the modification time back.
    List<Weighed> weighed =
        moment.possible().isAfter(moment.until()) ? known.candidates(moment.anyPossible()) : then;
    WriteMoment asked = weighed.size() == then.size() ? moment : moment.anyPossible();
    List<Candidate> proven =
        weighed.stream().map(Weighed::candidate).filter(c -> c.proof() != null).toList();
    if (proven.size() == 1) {
      return proven(moment, proven.getFirst());
    }
    return switch (weighed.size()) {
      case 0 -> unnamed(asked, none(asked));
      case 1 -> only(asked, weighed.getFirst());
      default -> several(asked, weighed);
    };
  }

  private static Writer proven(WriteMoment moment, Candidate candidate) {
    return answer(
        moment,
        candidate.words()
            + " "
            + moment.kind().words()
            + (moment.label() == null
                ? ": it exports to this path, and its log prints the digest that was found"
                    + " afterwards"
                : ": the archive got the level of its process"),
        Confidence.CERTAIN,
        List.of(candidate));
  }

  private String none(WriteMoment moment) {
    return (dump.pods().isEmpty()
            ? "the dump holds no pods, and no TaskRun in it that"
            : "no pod or TaskRun in the dump that")
        + " can write to the archive ran "
        + when(moment)
        + ": the writer is not in the dump. It was a pod of another namespace or one that has been"
        + " deleted since, with its TaskRun if it had one, another cluster on the same storage, or"
        + " something on the node";
  }

  private static Writer only(WriteMoment moment, Weighed only) {
    Candidate candidate = only.candidate();
    if (candidate.hint() != null && only.target() == Exports.Target.SOME_ARCHIVE) {
      // It made an archive of that very image, and nobody else is known who could put it here.
      return answer(
          moment,
          candidate.words()
              + " "
              + moment.kind().words()
              + ": its log shows that it exported the image that was found afterwards, and"
              + " nothing else that can write there ran "
              + when(moment),
          moment.isExact() ? Confidence.CERTAIN : Confidence.HIGH,
          List.of(candidate.with(candidate.hint(), null)));
    }
    boolean sure = moment.isExact() && only.podKnown();
    return answer(
        moment,
        onlyCandidate(moment, candidate)
            + (only.podKnown() ? "" : " (its time is known from its TaskRun; the pod is gone)"),
        sure ? Confidence.HIGH : Confidence.MEDIUM,
        List.of(candidate));
  }

  private static String onlyCandidate(WriteMoment moment, Candidate candidate) {
    if (moment.ownPod() != null) {
      return candidate.words()
          + " could write there at the same time as this run's own export, "
          + when(moment)
          + ": two writers";
    }
    return moment.isExact()
        ? "probably "
            + candidate.words()
            + " "
            + moment.kind().words()
            + ": nothing else in the dump that can write there ran "
            + when(moment)
        : "perhaps "
            + candidate.words()
            + ": nothing else in the dump that can write there ran "
            + when(moment)
            + ", but the exact time of the write is not known";
  }

  private static Writer several(WriteMoment moment, List<Weighed> weighed) {
    List<Weighed> sorted =
        weighed.stream().sorted(Comparator.comparingInt(Writers::doubt)).toList();
    return answer(
        moment,
        "one of these "
            + moment.kind().words()
            + ", since all of them can write there and ran "
            + when(moment)
            + ": "
            + sorted.stream().limit(5).map(Writers::told).collect(Collectors.joining("; "))
            + (sorted.size() > 5 ? "; and " + (sorted.size() - 5) + " more" : ""),
        Confidence.MEDIUM,
        sorted.stream().map(Weighed::candidate).toList());
  }

  private static int doubt(Weighed weighed) {
    int digest = weighed.candidate().hint() == null ? 2 : 0;
    return digest
        + switch (weighed.target()) {
          case THIS_ARCHIVE -> 0;
          case SOME_ARCHIVE -> 1;
          case UNKNOWN -> 3;
        };
  }

  private static String told(Weighed weighed) {
    String target =
        switch (weighed.target()) {
          case THIS_ARCHIVE -> "it exports to this path";
          case SOME_ARCHIVE -> "it exports an archive";
          case UNKNOWN -> "";
        };
    String hint =
        weighed.candidate().hint() == null
            ? ""
            : "its log prints the digest that was found afterwards"
                + (target.isEmpty()
                    ? " (so does the log of a task that only reads the archive)"
                    : "");
    String gone = weighed.podKnown() ? "" : "its time is known from its TaskRun, the pod is gone";
    String why =
        Stream.of(target, hint, gone)
            .filter(w -> !w.isEmpty())
            .collect(Collectors.joining(" and "));
    return weighed.candidate().words() + (why.isEmpty() ? "" : ": " + why);
  }

  private static Writer cutOff(WriteMoment moment, Candidates.Killed killed, List<Weighed> others) {
    return new Writer(
        moment.kind(),
        moment.from(),
        moment.until(),
        killed.candidate().words()
            + " was ended from outside while it could write there, "
            + when(moment)
            + ": "
            + killed.why()
            + "; that explains an archive that was never finished"
            + (others.isEmpty()
                ? ""
                : ". But these could write there too: "
                    + others.stream()
                        .limit(5)
                        .map(Writers::told)
                        .collect(Collectors.joining("; "))),
        others.isEmpty() ? Confidence.HIGH : Confidence.MEDIUM,
        Stream.concat(Stream.of(killed.candidate()), others.stream().map(Weighed::candidate))
            .toList(),
        moment.digests(),
        killed.candidate());
  }

  private static String when(WriteMoment moment) {
    return moment.isExact()
        ? "at " + moment.from()
        : "between " + moment.from() + " and " + moment.until();
  }

  private static Writer unnamed(WriteMoment moment, String answer) {
    return answer(moment, answer, null, List.of());
  }

  private static Writer answer(
      WriteMoment moment,
      String answer,
      @Nullable Confidence confidence,
      List<Candidate> candidates) {
    return new Writer(
        moment.kind(),
        moment.from(),
        moment.until(),
        answer,
        confidence,
        candidates,
        moment.digests(),
        null);
  }
}
