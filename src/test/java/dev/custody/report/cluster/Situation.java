package dev.custody.report.cluster;

import dev.custody.cluster.ClusterReader;
import dev.custody.linux.Credentials;
import dev.custody.linux.Ids;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.PodIdentity;
import dev.custody.record.Step;
import dev.custody.report.log.LogEvidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run {@code r} in namespace {@code n}, as a dump and as the records of its steps. */
final class Situation {
  private final List<String> objects = new ArrayList<>();
  private String node = "node-a";
  private final List<ObservedStep> observed = new ArrayList<>();
  private final List<WriteMoment> moments = new ArrayList<>();

  /**
   * A pod of the run and its TaskRun.
   *
   * @param from and {@code until}: seconds after 10:00:00 at which its one step ran
   * @param pod fields of the pod's spec, each followed by a comma
   * @param mount fields of the mount, each after a comma
   * @param ended fields of the step's terminated state, each after a comma
   */
  Situation task(
      String task, String claim, int from, int until, String pod, String mount, String ended) {
    objects.add(
        """
        {"kind":"Pod","metadata":{"name":"%1$s-pod","namespace":"n","labels":{
          "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
          "tekton.dev/pipelineTask":"%1$s","tekton.dev/taskRun":"r-%1$s"}},
         "spec":{%5$s"nodeName":"%8$s","serviceAccountName":"pipeline",
          "volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"%2$s"}}],
          "containers":[{"name":"step-verify",
           "volumeMounts":[{"name":"w","mountPath":"/w"%6$s}]}]},
         "status":{"startTime":"%3$s","containerStatuses":[{"name":"step-verify","state":{"terminated":{
          "startedAt":"%3$s","finishedAt":"%4$s"%7$s}}}]}}
        """
            .formatted(task, claim, at(from), at(until), pod, mount, ended, node));
    objects.add(
        """
        {"kind":"TaskRun","metadata":{"name":"r-%1$s","namespace":"n","labels":{
          "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
          "tekton.dev/pipelineTask":"%1$s"}},
         "status":{"podName":"%1$s-pod","conditions":[{"type":"Succeeded","status":"%2$s",
          "reason":"%3$s"}],"steps":[{"name":"verify","container":"step-verify","terminated":{
          "startedAt":"%4$s","finishedAt":"%5$s"%6$s}}],
          "results":[{"name":"CAUSE","value":"MODE_DENIES"}]}}
        """
            .formatted(
                task,
                ended.contains("exitCode") ? "False" : "True",
                ended.contains("exitCode") ? "Failed" : "Succeeded",
                at(from),
                at(until),
                ended));
    return this;
  }

  Situation task(String task, String claim, int from, int until) {
    return task(task, claim, from, until, "", "", "");
  }

  /** The node of the pods that follow; {@code node-a} unless said. */
  Situation onNode(String name) {
    node = name;
    return this;
  }

  /** A claim and the directory of a node, or the NFS export, that it is bound to. */
  Situation bound(String claim, String source) {
    String server = source.startsWith("/") ? "" : source.substring(0, source.indexOf(':'));
    String path = source.substring(source.indexOf('/'));
    objects.add(
        """
        {"kind":"PersistentVolumeClaim","metadata":{"name":"%1$s","namespace":"n"},
         "spec":{"volumeName":"pv-%1$s"}}
        """
            .formatted(claim));
    objects.add(
        """
        {"kind":"PersistentVolume","metadata":{"name":"pv-%s"},"spec":{"%s":{%s"path":"%s"}}}
        """
            .formatted(
                claim,
                server.isEmpty() ? "hostPath" : "nfs",
                server.isEmpty() ? "" : "\"server\":\"" + server + "\",",
                path));
    return this;
  }

  /** The TaskRun of a task whose pod is gone, with one workspace for each claim. */
  Situation gone(String task, int from, int until, String... claims) {
    List<String> workspaces = new ArrayList<>();
    for (String claim : claims) {
      workspaces.add(
          """
          {"name":"of-%1$s","persistentVolumeClaim":{"claimName":"%1$s"}}\
          """
              .formatted(claim));
    }
    objects.add(
        """
        {"kind":"TaskRun","metadata":{"name":"r-%1$s","namespace":"n","labels":{
          "tekton.dev/pipelineRun":"r","tekton.dev/pipelineRunUID":"u",
          "tekton.dev/pipelineTask":"%1$s"}},
         "spec":{"workspaces":[%2$s]},
         "status":{"podName":"%1$s-pod","startTime":"%3$s","completionTime":"%4$s",
          "conditions":[{"type":"Succeeded","status":"True","reason":"Succeeded"}],
          "steps":[{"name":"export","container":"step-export","terminated":{
          "startedAt":"%3$s","finishedAt":"%4$s"}}]}}
        """
            .formatted(task, String.join(",", workspaces), at(from), at(until)));
    return this;
  }

  /** A record that the task's step left; that of the first task is the baseline. */
  Situation observed(String task, int second, String label, Long... groups) {
    observed.add(
        new ObservedStep(
            task,
            new Step(
                "r",
                "u",
                task,
                "r-" + task,
                null,
                new PodIdentity(task + "-pod", null, "n", null, null),
                "verify",
                null,
                null,
                null,
                null),
            at(second),
            new ProcessIdentity(
                new Credentials(ids(), ids(), List.of(groups)),
                null,
                null,
                null,
                null,
                label.isEmpty() ? null : label,
                null,
                null,
                Map.of()),
            "/w/image.tar",
            null,
            false,
            observed.isEmpty(),
            ObservedStep.Found.RECORDED_IMAGE,
            observed.isEmpty() ? at(second - 1) : null));
    return this;
  }

  /** Where the records so far found the archive; {@code /w/image.tar} unless said. */
  Situation archive(String path) {
    observed.replaceAll(o -> like(o, path, o.baseline(), o.found(), o.written()));
    return this;
  }

  /** Which task's record the others are compared with; empty for none. */
  Situation baseline(String task) {
    observed.replaceAll(o -> like(o, o.archive(), o.task().equals(task), o.found(), o.written()));
    return this;
  }

  /** The records so far do not know the archive's path, as compact records do not. */
  Situation withoutPath() {
    observed.replaceAll(o -> like(o, null, o.baseline(), o.found(), o.written()));
    return this;
  }

  /** When the archive's file was last written, in seconds after 10:00:00. */
  Situation written(int second) {
    observed.replaceAll(o -> like(o, o.archive(), o.baseline(), o.found(), at(second)));
    return this;
  }

  /** A task's record, so far of the recorded image, tells of a refusal. */
  Situation denied(String task) {
    return found(task, ObservedStep.Found.REFUSED);
  }

  Situation found(String task, ObservedStep.Found found) {
    observed.replaceAll(o ->
        like(o, o.archive(), o.baseline(), o.task().equals(task) ? found : o.found(), o.written()));
    return this;
  }

  private static ObservedStep like(
      ObservedStep step,
      @Nullable String archive,
      boolean baseline,
      ObservedStep.Found found,
      @Nullable Instant written) {
    return new ObservedStep(
        step.task(),
        step.step(),
        step.at(),
        step.process(),
        archive,
        step.mount(),
        step.compact(),
        baseline,
        found,
        written);
  }

  /** Any object, as JSON. */
  Situation with(String object) {
    objects.add(object);
    return this;
  }

  Situation done(WriteMoment.Kind kind, int second, String seenBy) {
    moments.add(
        new WriteMoment(kind, at(second), at(second), at(second), List.of(), seenBy, null, null));
    return this;
  }

  /** The records so far. */
  List<ObservedStep> observed() {
    return List.copyOf(observed);
  }

  ClusterReading read() throws IOException {
    String json = "[" + String.join(",", objects) + "]";
    return ClusterSection.read(
        ClusterReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump"),
        new RunIdentity("n", "r", "u"),
        observed,
        moments,
        new LogEvidence());
  }

  ClusterSection section() throws IOException {
    @Nullable ClusterSection section = read().section();
    if (section == null) {
      throw new AssertionError("the dump knows nothing of the run");
    }
    return section;
  }

  static Instant at(int second) {
    return Instant.parse("2026-11-25T10:00:00Z").plusSeconds(second);
  }

  private static Ids ids() {
    return new Ids(1001, 1001, 1001, 1001);
  }
}
