package dev.custody.report.cluster;

import dev.custody.record.Finding.Confidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did something to the archive, as far as the cluster and the logs tell.
 *
 * @param answer one sentence
 * @param confidence of the answer; null where nobody can be named
 */
public record Writer(
    WriteMoment.Kind kind,
    Instant from,
    Instant until,
    String answer,
    @Nullable Confidence confidence,
    List<Candidate> candidates) {
  public Writer {
    candidates = List.copyOf(candidates);
  }

  /**
   * A container that could have done it.
   *
   * @param run the PipelineRun; null outside Tekton
   * @param step without the prefix of its container
   * @param proof the log line that shows it; null where only time and mount do
   */
  public record Candidate(
      @Nullable String run,
      String task,
      String step,
      String pod,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable String proof) {}
}
