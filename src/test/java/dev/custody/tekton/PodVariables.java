package dev.custody.tekton;

import static dev.custody.tekton.Resource.text;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What Tekton and the downward API tell the steps of one pod, by the variable's or field's name.
 */
final class PodVariables {
  private PodVariables() {}

  static Map<String, String> of(TaskPod pod) {
    TektonRunner.Run run = pod.run();
    String taskRun = run.name() + "-" + pod.pipelineTask();
    Map<String, String> values = new HashMap<>();
    for (JsonNode workspace : pod.task().spec().path("workspaces").values()) {
      String name = text(workspace, "name");
      boolean bound = run.workspaces().containsKey(name);
      values.put("workspaces." + name + ".path", bound ? "/workspace/" + name : "");
    }
    values.put("context.taskRun.name", taskRun);
    values.put("context.taskRun.uid", "3f0c6f3e-0000-4000-8000-000000000001");
    values.put("context.taskRun.namespace", "models");
    values.put("context.task.name", pod.task().name());
    // In every attempt of a task that comes by reference, seen on a cluster.
    values.put("context.task.retry-count", "0");
    String retry = pod.attempt() == 0 ? "" : "-retry" + pod.attempt();
    values.put("metadata.name", taskRun + "-pod" + retry);
    values.put("metadata.uid", "3f0c6f3e-0000-4000-8000-00000000000" + (2 + pod.attempt()));
    values.put("metadata.namespace", "models");
    values.put("metadata.labels['tekton.dev/pipelineRun']", run.name());
    values.put("metadata.labels['tekton.dev/pipelineRunUID']", run.runUid());
    values.put("metadata.labels['tekton.dev/pipelineTask']", pod.pipelineTask());
    values.put("metadata.annotations['openshift.io/scc']", "");
    values.put("spec.nodeName", "node-1");
    values.put("spec.serviceAccountName", "default");
    return values;
  }
}
