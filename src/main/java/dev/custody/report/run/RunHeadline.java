package dev.custody.report.run;

import dev.custody.gate.Difference;
import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import dev.custody.report.cluster.ClusterFinding;
import dev.custody.report.run.ReportDocument.Result;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verdict of a run in one sentence, the worst first. */
final class RunHeadline {
  private final RunGroups.Group group;
  private final List<Observation> observations;
  private final ImageOrigins origins;
  private final BesideRecords beside;

  RunHeadline(
      RunGroups.Group group,
      List<Observation> observations,
      ImageOrigins origins,
      BesideRecords beside) {
    this.group = group;
    this.observations = observations;
    this.origins = origins;
    this.beside = beside;
  }

  /** The sentence. */
  String of(String verdict) {
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
      String digest = RecordFacts.recordedDigest(observations);
      String tasks =
          Stream.concat(
                  observations.stream()
                      .filter(o -> o.result() == Result.MATCHES)
                      .map(Observation::task),
                  beside.beside().unrecorded().stream()
                      .filter(u -> u.passed(digest))
                      .map(u -> u.task() + " (by its results)"))
              .distinct()
              .limit(5)
              .collect(Collectors.joining(", "));
      return tasks
          + " found the image that "
          + baseline()
          + " recorded"
          + (digest == null ? "" : ", " + digest)
          + unlooked();
    }
    String failed =
        beside.beside().unrecorded().stream()
            .filter(u ->
                "fail".equals(u.verdict())
                    || (u.failed() && (u.cause() != null || !u.missing().isEmpty())))
            .sorted(Comparator.comparing(u -> u.cause() == null))
            .limit(3)
            .map(u ->
                u.task()
                    + ("fail".equals(u.verdict())
                        ? " says fail in its results and left no record"
                        : " failed and left no record")
                    + (u.cause() == null ? "" : " (" + u.cause() + ")"))
            .collect(Collectors.joining("; "));
    return failed.isEmpty()
        ? "only " + baseline() + " left a record, so nothing can be compared yet"
        : failed + "; nothing can be compared with what " + baseline() + " recorded";
  }

  /** Tasks of which a passing run must not keep silent: they compared nothing. */
  private String unlooked() {
    return beside.beside().unrecorded().stream()
        .filter(u -> u.failed() || (!u.finished() && !u.missing().isEmpty()))
        .limit(3)
        .map(u ->
            "; " + u.task() + (u.failed() ? " failed and left no record" : " has not finished"))
        .collect(Collectors.joining());
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
      case DENIED -> o.task() + " could not read the archive" + named;
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
        .sorted(Finding.SUREST_FIRST)
        .findFirst()
        .orElse(null);
  }

  private static boolean otherImage(Observation o) {
    return !o.verdict().differences().isEmpty()
        && o.verdict().differences().getFirst() instanceof Difference.OtherImage;
  }

  private String baseline() {
    return observations.stream()
        .filter(Observation::baseline)
        .map(Observation::task)
        .findFirst()
        .orElse(observations.getFirst().task());
  }

  /** Where an image that is not this run's is known from; null if it is ours or unknown. */
  @Nullable String foreign(Observation o) {
    Digest found = RecordFacts.manifest(o.record());
    return found == null || !otherImage(o) ? null : origins.elsewhere(found, group);
  }
}
