package dev.custody.report.run;

import dev.custody.gate.Difference;
import dev.custody.gate.VerdictWord;
import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import dev.custody.report.cluster.ClusterFinding;
import dev.custody.report.run.ReportDocument.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the verdict of a run in one sentence, the worst first. */
final class HeadlineWriter {
  private static final int CLAUSES = 3;
  private static final int MATCHING = 5;

  private final RunGroups.Group group;
  private final List<JudgedRecord> observations;
  private final ImageOrigins origins;
  private final BesideRecords beside;
  private final TaskReturns returns;

  HeadlineWriter(
      RunGroups.Group group,
      List<JudgedRecord> observations,
      ImageOrigins origins,
      BesideRecords beside,
      TaskReturns returns) {
    this.group = group;
    this.observations = observations;
    this.origins = origins;
    this.beside = beside;
    this.returns = returns;
  }

  /** The sentence for this verdict. */
  RunHeadline of(VerdictWord verdict) {
    RunHeadline seen = seen(verdict);
    List<String> told = new ArrayList<>(seen.tasks());
    StringBuilder sentence = new StringBuilder(seen.sentence());
    for (TaskOutcome failed : returns.failed()) {
      if (!told.contains(failed.task())) {
        sentence.append("; ").append(failed.task()).append(" failed").append(failed.because());
        told.add(failed.task());
      }
    }
    return new RunHeadline(sentence.toString(), told);
  }

  private RunHeadline seen(VerdictWord verdict) {
    Stream<Clause> pushed =
        returns.bad().stream().map(push -> new Clause(push.tasks(), push.brief(baseline())));
    Stream<Clause> looked =
        observations.stream()
            .sorted(Comparator.comparingInt((JudgedRecord o) -> severity(o.result())))
            .filter(o -> severity(o.result()) < 3)
            .map(o -> new Clause(List.of(o.task()), clause(o)))
            .distinct();
    Stream<Clause> said =
        returns.contradicting().stream()
            .map(o -> new Clause(List.of(o.task()), o.verdictSentence()));
    List<Clause> clauses = Stream.of(pushed, looked, said).flatMap(c -> c).toList();
    if (!clauses.isEmpty()) {
      int more = clauses.size() - CLAUSES;
      return joined(
          clauses.stream().limit(CLAUSES).toList(),
          "; ",
          more > 0 ? "; and " + more + " more" : "");
    }
    List<String> matching = matching();
    if (verdict == VerdictWord.PASS) {
      // It tells that these found the image, not how they ended.
      return new RunHeadline(found(matching) + unlooked(), List.of());
    }
    List<Clause> open = open();
    if (open.isEmpty()) {
      return new RunHeadline(
          matching.isEmpty()
              ? "only " + baseline() + " left a record, so nothing can be compared yet"
              : found(matching),
          List.of());
    }
    return joined(
        open,
        "; ",
        matching.isEmpty()
            ? "; nothing can be compared with what " + baseline() + " recorded"
            : "; " + found(matching));
  }

  /** Tasks that found the recorded image, some by their results. */
  private List<String> matching() {
    String digest = RecordFacts.recordedDigest(observations);
    return Stream.concat(
            observations.stream().filter(o -> o.result() == Result.MATCHES).map(JudgedRecord::task),
            beside.beside().unrecorded().stream()
                .filter(u -> u.passed(digest))
                .map(u -> u.task() + " (by its results)"))
        .distinct()
        .limit(MATCHING)
        .toList();
  }

  private String found(List<String> matching) {
    String digest = RecordFacts.recordedDigest(observations);
    return String.join(", ", matching)
        + " found the image that "
        + baseline()
        + " recorded"
        + (digest == null ? "" : ", " + digest);
  }

  /** Tasks that ended badly, so that nobody can tell what they saw or pushed. */
  private List<Clause> open() {
    Stream<Clause> unrecorded =
        beside.beside().unrecorded().stream()
            .filter(u ->
                u.verdict() == VerdictWord.FAIL || u.open() || (u.failed() && u.cause() != null))
            .sorted(Comparator.comparing(u -> u.cause() == null))
            .map(u ->
                new Clause(
                    List.of(u.task()),
                    u.task()
                        + (u.verdict() == VerdictWord.FAIL
                            ? " says fail in its results and left no record"
                            : " failed and left no record")
                        + (u.cause() == null ? "" : " (" + u.cause() + ")")));
    Stream<Clause> recorded =
        returns.failed().stream()
            .filter(o -> !o.confirmed())
            .map(o -> new Clause(List.of(o.task()), o.task() + " failed" + o.because()));
    return Stream.concat(unrecorded, recorded).limit(CLAUSES).toList();
  }

  /** Tasks that the headline of a pass must mention, since they compared nothing. */
  private String unlooked() {
    return beside.beside().unrecorded().stream()
        .filter(u -> u.failed() || (!u.finished() && !u.missing().isEmpty()))
        .limit(CLAUSES)
        .map(u ->
            "; " + u.task() + (u.failed() ? " failed and left no record" : " has not finished"))
        .collect(Collectors.joining());
  }

  /** What became of one task, or of several alike. */
  private record Clause(List<String> tasks, String text) {}

  private static RunHeadline joined(List<Clause> clauses, String separator, String end) {
    return new RunHeadline(
        clauses.stream().map(Clause::text).collect(Collectors.joining(separator)) + end,
        clauses.stream().flatMap(c -> c.tasks().stream()).toList());
  }

  private static int severity(Result result) {
    return switch (result) {
      case DIFFERS, DAMAGED -> 0;
      case DENIED, MISSING -> 1;
      case UNKNOWN -> 2;
      case RECORDED, MATCHES -> 3;
    };
  }

  private String clause(JudgedRecord o) {
    Finding cause = cause(o);
    String named = cause == null ? "" : " (" + cause.cause() + ")";
    return switch (o.result()) {
      case DIFFERS -> {
        String place = foreign(o);
        yield otherImage(o)
            ? o.task()
                + " found a different image than "
                + baseline()
                + " recorded"
                + named
                + (place == null ? "" : ", the one of " + place)
            : o.task() + ": " + (cause == null ? o.reason() : cause.summary()) + named;
      }
      case DAMAGED -> o.task() + " found the archive damaged" + named;
      case DENIED -> o.task() + " could not read the archive" + named;
      case MISSING -> o.task() + " did not find the archive" + named;
      default ->
          o.task()
              + (cause == null ? " cannot tell: " + o.reason() : ": " + cause.summary() + named);
    };
  }

  /** The first cause, where the cluster does not exclude it or knows a better one. */
  private @Nullable Finding cause(JudgedRecord o) {
    return Stream.concat(
            beside.findings().stream()
                .filter(f -> f.tasks().contains(o.task()))
                .map(ClusterFinding::finding),
            o.findings().stream().filter(f -> !beside.excludes(f.cause(), o.task())))
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .sorted(Finding.SUREST_FIRST)
        .findFirst()
        .orElse(null);
  }

  private static boolean otherImage(JudgedRecord o) {
    return o.verdict().leading() instanceof Difference.OtherImage;
  }

  private String baseline() {
    return RecordFacts.baseline(observations);
  }

  /** Where an image that is not this run's is known from; null if it is ours or unknown. */
  @Nullable String foreign(JudgedRecord o) {
    Digest found = RecordFacts.manifest(o.look());
    return found == null || !otherImage(o) ? null : origins.elsewhere(found, group);
  }
}
