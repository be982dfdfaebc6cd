package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The results of a pipeline, by the rule of Tekton v1.15 (ApplyTaskResultsToPipelineResults): one
 * that a task which failed or did not run lacks is left out; one that a task lacks which succeeded
 * fails the whole run, with the reason CouldntGetPipelineResult.
 *
 * @param missing names of those that fail the run
 */
record PipelineResults(Map<String, String> values, List<String> missing) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\((?:tasks|finally)\\.([^.()]+)\\.results\\.([^.()]+)\\)");

  static PipelineResults of(JsonNode declared, Map<String, TaskPod.TaskRun> ended) {
    Map<String, String> values = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (JsonNode result : declared.values()) {
      Matcher variable = VARIABLE.matcher(text(result, "value"));
      if (!variable.matches()) {
        throw new AssertionError("not one result of a task: " + text(result, "value"));
      }
      TaskPod.TaskRun task = ended.get(variable.group(1));
      String value = task == null ? null : task.results().get(variable.group(2));
      if (value != null) {
        values.put(text(result, "name"), value);
      } else if (task != null && task.succeeded()) {
        missing.add(text(result, "name"));
      }
    }
    return new PipelineResults(values, missing);
  }
}
