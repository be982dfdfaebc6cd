package dev.custody.report.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.custody.record.Finding.Confidence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who did something to the archive, as far as the cluster and the logs tell.
 *
 * @param answer one sentence
 * @param confidence of the answer; null where nobody can be named
 * @param digests of the image that was found afterwards, hexadecimal
 * @param cutOff the candidate that was ended from outside, where that is the answer; else null
 */
public record Writer(
    WriteMoment.Kind kind,
    Instant from,
    Instant until,
    String answer,
    @Nullable Confidence confidence,
    List<Candidate> candidates,
    @JsonIgnore List<String> digests,
    @JsonIgnore @Nullable Candidate cutOff) {
  public Writer {
    candidates = List.copyOf(candidates);
    digests = List.copyOf(digests);
  }

  /** The only candidate, if the log of its step proves that it wrote; else null. */
  public @Nullable Candidate proven() {
    Candidate only = candidates.size() == 1 ? candidates.getFirst() : null;
    return only == null || only.proof() == null ? null : only;
  }

  /** Whether this answer already says that the step was killed. */
  public boolean tellsOf(KilledStep killed) {
    return cutOff != null
        && cutOff.pod().equals(killed.pod())
        && cutOff.step().equals(killed.step());
  }

  /**
   * A container that could have done it.
   *
   * @param run the PipelineRun; null outside Tekton
   * @param namespace null where it is the run's own, or that is not known
   * @param task outside Tekton what controls the pod, such as {@code Job cleanup}, else the pod
   * @param step without the prefix of its container
   * @param proof the log line that shows that it wrote; null where only time and mount do
   * @param hint a log line that prints a digest of the image found afterwards, as whoever reads the
   *     archive prints it too; null without one
   */
  public record Candidate(
      @Nullable String run,
      @Nullable String namespace,
      String task,
      Kind kind,
      String step,
      String pod,
      @Nullable Instant started,
      @Nullable Instant finished,
      @Nullable String proof,
      @Nullable String hint) {
    /** What of a pod it is. */
    public enum Kind {
      STEP,
      /** Outside Tekton. */
      CONTAINER,
      /** The start of the pod itself, when container runtime and kubelet relabel and chown. */
      START
    }

    Candidate inStep(String other) {
      return new Candidate(run, namespace, task, kind, other, pod, started, finished, proof, hint);
    }

    Candidate with(@Nullable String otherProof, @Nullable String otherHint) {
      return new Candidate(
          run, namespace, task, kind, step, pod, started, finished, otherProof, otherHint);
    }

    /** The log line that shows or hints at it; null without one. */
    public @Nullable String line() {
      return proof == null ? hint : proof;
    }

    /** Without the pod: {@code step export of build in run release-8}. */
    public String name() {
      return switch (kind) {
            case STEP -> "step " + step;
            case CONTAINER -> "container " + step;
            case START -> "the start of the pod";
          }
          + " of "
          + task
          + (run == null ? "" : " in run " + run);
    }

    /** As a sentence begins with it: {@code step export of build in run release-8 (pod …)}. */
    public String words() {
      return name()
          + (task.equals("pod " + pod) ? "" : " (pod " + pod + ")")
          + (namespace == null ? "" : " in namespace " + namespace);
    }
  }
}
