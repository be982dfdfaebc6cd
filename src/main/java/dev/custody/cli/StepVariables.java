package dev.custody.cli;

import dev.custody.record.PodIdentity;
import dev.custody.record.Step;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables in which a task tells its step who it is, through the downward API and
 * Tekton's variables. An empty value (an annotation that does not exist) and a literal {@code $(}
 * (a variable Tekton did not know) count as absent.
 */
final class StepVariables {
  private static final Pattern RETRIED = Pattern.compile("-retry([0-9]{1,4})$");

  private StepVariables() {}

  static Step read(
      Map<String, String> environment, @Nullable String bootId, @Nullable String kernel) {
    return new Step(
        value(environment, "CUSTODY_PIPELINE_RUN"),
        value(environment, "CUSTODY_PIPELINE_RUN_UID"),
        value(environment, "CUSTODY_PIPELINE_TASK"),
        value(environment, "CUSTODY_TASK_RUN"),
        value(environment, "CUSTODY_TASK_RUN_UID"),
        new PodIdentity(
            value(environment, "CUSTODY_POD"),
            value(environment, "CUSTODY_POD_UID"),
            value(environment, "CUSTODY_NAMESPACE"),
            value(environment, "CUSTODY_NODE"),
            value(environment, "CUSTODY_SERVICE_ACCOUNT")),
        value(environment, "CUSTODY_STEP"),
        retry(value(environment, "CUSTODY_RETRY"), value(environment, "CUSTODY_POD")),
        value(environment, "CUSTODY_SCC"),
        bootId,
        kernel);
  }

  /**
   * The number of the attempt, 0 for the first. Tekton's variable is 0 in every attempt of a task
   * that comes by reference; the pod's name then ends in {@code -retryN}.
   */
  private static @Nullable String retry(@Nullable String said, @Nullable String pod) {
    Matcher attempt = RETRIED.matcher(pod == null ? "" : pod);
    return attempt.find() && (said == null || said.equals("0")) ? attempt.group(1) : said;
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() || value.contains("$(") ? null : value;
  }
}
