package dev.custody.report.run;

import dev.custody.cluster.TaskResult;
import dev.custody.gate.VerdictWord;
import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import dev.custody.report.cluster.ClusterSection;
import dev.custody.report.cluster.KilledStep;
import dev.custody.report.cluster.Suspect;
import dev.custody.report.cluster.UnrecordedTask;
import dev.custody.report.cluster.WriteMoment;
import dev.custody.report.cluster.Writer;
import dev.custody.report.log.FailureKind;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LoggedCause;
import dev.custody.report.run.ReportDocument.Image;
import dev.custody.report.run.ReportDocument.Result;
import dev.custody.report.run.ReportDocument.Returned;
import dev.custody.report.run.ReportDocument.Summary;
import dev.custody.report.run.ReportDocument.TaskFinding;
import dev.custody.report.text.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first screen: what happened, who did it, what is ruled out, what to do. */
final class RunSummary {
  private static final int MAX = 6;

  private final List<JudgedRecord> observations;
  private final List<TaskFinding> causes;
  private final ReportDocument.Beside beside;
  private final TaskReturns returns;
  private final ShortNames names;

  RunSummary(
      List<JudgedRecord> observations,
      List<TaskFinding> findings,
      ReportDocument.Beside beside,
      TaskReturns returns,
      ShortNames names) {
    this.observations = observations;
    this.causes = findings.stream().filter(f -> f.finding().kind() == Finding.Kind.CAUSE).toList();
    this.beside = beside;
    this.returns = returns;
    this.names = names;
  }

  /**
   * Puts it together.
   *
   * @param missing what would tell more, the most telling first
   * @param origin where an image comes from that is not this run's; null where it is, or unknown
   */
  Summary of(
      VerdictWord verdict, List<String> missing, Function<JudgedRecord, @Nullable String> origin) {
    boolean passed = verdict == VerdictWord.PASS && causes.isEmpty();
    List<Returned> returned = returned();
    return new Summary(
        names.in(happened(passed, returned)),
        passed ? List.of() : names.in(who(beside.cluster())),
        names.in(ruledOut(beside.cluster())),
        remedies(passed, missing),
        images(observations, origin),
        returned);
  }

  private List<Returned> returned() {
    String baseline = RecordFacts.baseline(observations);
    return Stream.of(
            returns.bad().stream()
                .map(p -> new Returned(p.tasks(), p.verdict(), p.sentence(baseline))),
            returns.contradicting().stream()
                .map(o -> new Returned(List.of(o.task()), word(o), o.verdictSentence())),
            returns.failed().stream()
                .filter(o ->
                    !o.confirmed()
                        && returns.bad().stream().noneMatch(p -> p.tasks().contains(o.task())))
                .map(
                    o -> new Returned(List.of(o.task()), VerdictWord.UNKNOWN, o.failureSentence())))
        .flatMap(r -> r)
        .toList();
  }

  private static VerdictWord word(TaskOutcome outcome) {
    return Objects.requireNonNullElse(outcome.word(TaskResult.VERDICT), VerdictWord.UNKNOWN);
  }

  private List<String> remedies(boolean passed, List<String> missing) {
    if (passed) {
      return List.of();
    }
    List<String> remedies =
        Stream.of(
                returns.bad().stream().map(PushOutcome::remedy),
                causes.stream().map(c -> c.finding().remedy()),
                beside.unrecorded().stream().map(UnrecordedTask::remedy),
                beside.told().stream().map(LoggedCause::remedy))
            .flatMap(s -> s)
            .filter(r -> r != null && !r.isEmpty())
            .map(r -> Objects.requireNonNull(r))
            .distinct()
            .limit(2)
            .toList();
    return remedies.isEmpty() ? missing.stream().limit(1).map(m -> "get " + m).toList() : remedies;
  }

  private List<String> happened(boolean passed, List<Returned> returned) {
    Set<String> lines = new LinkedHashSet<>();
    returned.stream().map(Returned::text).forEach(lines::add);
    beside.failures().stream()
        .filter(this::namesAnImage)
        .limit(1)
        .forEach(
            f -> lines.add(f.stream().displayName() + ": " + f.kind().words() + ": " + f.text()));
    for (TaskFinding cause : causes) {
      lines.add(String.join(", ", cause.tasks()) + ": " + cause.finding().summary());
    }
    ClusterSection cluster = beside.cluster();
    beside.told().forEach(t -> lines.add(told(t)));
    if (cluster != null && causes.isEmpty()) {
      cluster.unrecorded().stream()
          .filter(UnrecordedTask::failed)
          .forEach(u -> lines.add(u.task() + " (no record) " + u.text()));
    }
    if (cluster != null && !passed) {
      cluster.suspects().stream()
          .filter(
              s -> s.standing() == Suspect.Standing.FOUND && (denied(cluster) || !s.isIdentity()))
          .map(Suspect::answer)
          .forEach(lines::add);
    }
    beside.digests().stream().limit(1).forEach(lines::add);
    beside.failures().stream()
        .filter(f -> beside.told().stream().noneMatch(t -> t.stream().equals(f.stream())))
        .filter(f -> !namesAnImage(f))
        .limit(2)
        .forEach(f -> lines.add(f.stream().displayName() + ": " + f.kind().words()));
    if (lines.isEmpty()) {
      observations.stream()
          .filter(o -> o.result() == Result.MATCHES)
          .map(o -> o.task() + " " + o.reason())
          .forEach(lines::add);
    }
    return lines.stream().limit(MAX).toList();
  }

  /** A line in which a tool found another digest than it expected, one of them of an image seen. */
  private boolean namesAnImage(LogEvidence.Failure failure) {
    return failure.kind() == FailureKind.DIGEST_MISMATCH
        && observations.stream()
            .map(o -> RecordFacts.manifest(o.look()))
            .filter(Objects::nonNull)
            .anyMatch(digest -> failure.text().contains(digest.hex()));
  }

  private static String told(LoggedCause told) {
    return told.stream().displayName()
        + ": "
        + told.summary()
        + " ("
        + told.cause()
        + (told.confidence() == null
            ? ""
            : ", " + told.confidence().name().toLowerCase(Locale.ROOT))
        + ", according to its log)";
  }

  /** Whether somebody was refused, which another security context can explain. */
  private boolean denied(ClusterSection cluster) {
    return observations.stream().anyMatch(o -> o.result() == Result.DENIED)
        || cluster.unrecorded().stream().anyMatch(u -> u.failed() && u.cause() != null);
  }

  private static List<String> who(@Nullable ClusterSection cluster) {
    List<String> lines = new ArrayList<>();
    if (cluster != null) {
      cluster.writers().stream().map(Writer::answer).forEach(lines::add);
      cluster.killed().stream()
          .filter(k -> cluster.writers().stream().noneMatch(w -> w.tellsOf(k)))
          .map(KilledStep::words)
          .forEach(lines::add);
    }
    return lines.stream().limit(MAX).toList();
  }

  private List<String> ruledOut(@Nullable ClusterSection cluster) {
    List<String> lines = new ArrayList<>();
    if (cluster != null) {
      cluster.suspects().stream()
          .filter(s -> s.standing() == Suspect.Standing.RULED_OUT)
          .map(s -> s.question().words() + ": " + s.answer())
          .forEach(lines::add);
    }
    // What one record rules out, another may have found.
    Set<CauseId> found = causes.stream().map(c -> c.finding().cause()).collect(Collectors.toSet());
    causes.stream()
        .flatMap(c -> c.finding().ruledOut().stream())
        .map(r -> r.beside(found))
        .filter(Objects::nonNull)
        .map(RuledOut::toString)
        .distinct()
        .forEach(lines::add);
    return lines.stream().limit(MAX).toList();
  }

  private List<Image> images(
      List<JudgedRecord> observations, Function<JudgedRecord, @Nullable String> origin) {
    List<Image> images = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (JudgedRecord o : observations) {
      Digest digest = RecordFacts.manifest(o.look());
      if (digest != null && known.add(digest.toString())) {
        ArchiveEvidence archive = o.look().archive();
        FileStatus file = o.look().file();
        images.add(
            new Image(
                (o.baseline() ? "recorded by " : "found by ") + o.task(),
                digest.toString(),
                archive == null ? null : Times.parse(archive.image().created()),
                file == null ? null : file.modified(),
                file == null ? "" : distance(file.modified()),
                origin(o, origin)));
      }
    }
    return images;
  }

  private String distance(Instant exported) {
    return observations.stream()
        .filter(JudgedRecord::baseline)
        .findFirst()
        .map(o -> Times.distance(o.at(), exported, o.task() + " recorded it"))
        .orElse("");
  }

  /**
   * From a record of the other run; else from the log of the step that is proven to have written.
   */
  private @Nullable String origin(
      JudgedRecord o, Function<JudgedRecord, @Nullable String> recorded) {
    String origin = recorded.apply(o);
    ClusterSection cluster = beside.cluster();
    if (origin != null || o.baseline() || cluster == null) {
      return origin;
    }
    Digest digest = RecordFacts.manifest(o.look());
    return cluster.writers().stream()
        .filter(
            w -> w.kind() == WriteMoment.Kind.REWRITTEN || w.kind() == WriteMoment.Kind.REPLACED)
        .filter(w -> digest != null && w.digests().contains(digest.hex()))
        .map(Writer::proven)
        .filter(Objects::nonNull)
        .map(c ->
            c.task()
                + (c.run() == null ? "" : " in run " + c.run())
                + ", according to the log of its step "
                + c.step())
        .findFirst()
        .orElse(null);
  }
}
