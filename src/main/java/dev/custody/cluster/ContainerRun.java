package dev.custody.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * When a container ran and how it ended.
 *
 * @param container its name in the pod; a step's is {@code step-NAME}
 * @param started whole seconds; of a step the moment its own turn came, where Tekton noted it
 * @param finished whole seconds; null while it runs
 * @param reason one word, such as {@code OOMKilled}
 */
public record ContainerRun(
    String container,
    @Nullable Instant started,
    @Nullable Instant finished,
    @Nullable Integer exitCode,
    @Nullable String reason) {
  /** Exit code of a process that SIGKILL ended. */
  private static final int KILLED = 137;

  /** What Tekton's entrypoint leaves in the termination message. */
  private static final Pattern STARTED =
      Pattern.compile("\"key\":\"StartedAt\",\"value\":\"([^\"]{1,40})\"");

  /**
   * From the status of a pod's container, of which Kubernetes keeps the times of two runs.
   *
   * @param pod when the pod began: a container that was restarted more often may have run since
   */
  static ContainerRun inPod(String container, JsonNode json, @Nullable Instant pod) {
    ContainerRun run = of(container, json, null);
    Integer restarts = ObjectJson.integer(json, "restartCount");
    return restarts == null || restarts < 2 || pod == null
        ? run
        : new ContainerRun(run.container, pod, run.finished, run.exitCode, run.reason);
  }

  /** From an object that has {@code terminated} or {@code running} in it, or in its state. */
  static ContainerRun of(String container, JsonNode json, @Nullable String step) {
    JsonNode state = json.has("state") ? json.path("state") : json;
    JsonNode terminated = state.path("terminated");
    JsonNode last = json.path("lastState").path("terminated");
    String name = step == null ? container : ObjectJson.textOr("step-" + step, json, "container");
    Instant running = ObjectJson.time(state, "running", "startedAt");
    if (terminated.isMissingNode() && last.isMissingNode()) {
      return new ContainerRun(
          name, running, null, null, ObjectJson.text(state, "waiting", "reason"));
    }
    if (terminated.isMissingNode()) {
      // A container that was restarted says how the one before ended; it may run again.
      return new ContainerRun(
          name,
          ObjectJson.time(last, "startedAt"),
          running == null ? ObjectJson.time(last, "finishedAt") : null,
          ObjectJson.integer(last, "exitCode"),
          ObjectJson.text(last, "reason"));
    }
    Instant noted = noted(ObjectJson.text(terminated, "message"));
    String reason = ObjectJson.text(terminated, "reason");
    String tekton = ObjectJson.text(json, "terminationReason");
    Instant first = ObjectJson.time(last, "startedAt");
    Instant own = first == null ? ObjectJson.time(terminated, "startedAt") : first;
    return new ContainerRun(
        name,
        noted == null ? own : noted,
        ObjectJson.time(terminated, "finishedAt"),
        ObjectJson.integer(terminated, "exitCode"),
        tekton == null || "OOMKilled".equals(reason) ? reason : tekton);
  }

  private static @Nullable Instant noted(@Nullable String message) {
    Matcher matcher = STARTED.matcher(message == null ? "" : message);
    return matcher.find() ? ObjectJson.time(matcher.group(1)) : null;
  }

  /** The step's name, without the prefix that Tekton gives its container. */
  public String step() {
    return container.startsWith("step-") ? container.substring(5) : container;
  }

  /** Whether it ran at any moment of a span; the cluster's times are cut to seconds. */
  public boolean overlaps(Instant from, Instant until) {
    return started != null
        && !isSkipped()
        && !started.isAfter(until)
        && (finished == null || finished.plus(Duration.ofSeconds(1)).isAfter(from));
  }

  /** Whether Tekton skipped the step, since an earlier one failed. */
  public boolean isSkipped() {
    return "Skipped".equals(reason);
  }

  /** Whether the kernel or the node ended it: out of memory, evicted, SIGKILL. */
  public boolean isKilled() {
    return "OOMKilled".equals(reason)
        || "Evicted".equals(reason)
        || (exitCode != null && exitCode == KILLED);
  }
}
