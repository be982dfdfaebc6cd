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
  private final List<ObservedStep> observed = new ArrayList<>();
  private final List<WriteMoment> moments = new ArrayList<>();
  private final List<String> denied = new ArrayList<>();

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
         "spec":{%5$s"nodeName":"node-a","serviceAccountName":"pipeline",
          "volumes":[{"name":"w","persistentVolumeClaim":{"claimName":"%2$s"}}],
          "containers":[{"name":"step-verify",
           "volumeMounts":[{"name":"w","mountPath":"/w"%6$s}]}]},
         "status":{"startTime":"%3$s","containerStatuses":[{"name":"step-verify","state":{"terminated":{
          "startedAt":"%3$s","finishedAt":"%4$s"%7$s}}}]}}
        """
            .formatted(task, claim, at(from), at(until), pod, mount, ended));
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

  /** A record that the task's step left. */
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
            false));
    return this;
  }

  /** Where all records found the archive; {@code /w/image.tar} unless said. */
  Situation archive(String path) {
    observed.replaceAll(o ->
        new ObservedStep(o.task(), o.step(), o.at(), o.process(), path, o.mount(), o.compact()));
    return this;
  }

  Situation denied(String task) {
    denied.add(task);
    return this;
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

  ClusterReading read() throws IOException {
    String json = "[" + String.join(",", objects) + "]";
    return ClusterSection.read(
        ClusterReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump"),
        new RunIdentity("n", "r", "u"),
        observed,
        moments,
        denied,
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
