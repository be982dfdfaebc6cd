package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The pipeline model-image, run in real containers against a real registry. After each run it is
 * the registry that is asked what was pushed.
 */
class PipelineIT {
  private static final long UID = 1000970000;
  private static final Map<String, String> IMAGES = new HashMap<>();

  @TempDir static Path shared;
  private static Registry registry;

  /** Names of this test's images in the registry, and its run. */
  private String name = "";

  @TempDir Path scratch;
  private Path volume = Path.of("");

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    Peers.requireRoot();
    Peers.require("podman", "runc", "skopeo", "umoci", "docker-registry");
    Peers.requireFile(Images.CUSTODY, "mvn package");
    registry = Registry.start(shared);
    IMAGES.putAll(Images.load(shared));
  }

  @AfterAll
  static void tidyUp() throws InterruptedException {
    Images.remove(IMAGES);
    if (registry != null) {
      registry.stop();
    }
  }

  @BeforeEach
  void makeVolume(TestInfo test) throws IOException {
    name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    volume = Files.createDirectory(scratch.resolve("volume"));
    layout("built");
    layout("other");
    // As kubelet leaves a fresh volume of a pod with an fsGroup.
    Program.shell("chgrp -R \"$2\" \"$1\"; chmod 2775 \"$1\"", volume, UID);
  }

  @Test
  void pushesWhatWasBuilt() throws IOException {
    var tasks = run("stopAndFail", Map.of());

    assertEquals(
        List.of("build", "push-to-internal", "push-to-quay", "report"),
        List.copyOf(tasks.tasks().keySet()),
        tasks::log);
    tasks.tasks().values().forEach(task -> assertTrue(task.succeeded(), task::log));
    Optional<String> built = Optional.of(digest("built"));
    assertEquals(built, Optional.ofNullable(tasks.task("build").results().get("MANIFEST_DIGEST")));
    assertEquals(built, registry.digest("internal/" + name + ":1"));
    assertEquals(built, registry.digest("quay/" + name + ":1"));
    for (String push : List.of("push-to-internal", "push-to-quay")) {
      assertEquals(
          Map.of(
              "VERDICT",
              "pass",
              "CAUSE",
              "NONE",
              "PUSHED_DIGEST",
              built.orElseThrow(),
              "PUSH_VERDICT",
              "pass"),
          tasks.task(push).results());
    }
    assertEquals(5, records(), "one record per look");
    assertTrue(Files.size(volume.resolve("custody-report.html")) > 0);
    assertResultsAreSmall(tasks);
  }

  @Test
  void closesTheGateOnARewrittenArchive() throws IOException {
    var tasks = run("stopAndFail", Map.of("push-to-internal", this::rewrite));

    assertGateClosed(tasks, "push-to-internal", "fail");
    assertNothingPushed();
    TaskPod.StepRun verify = tasks.task("push-to-internal").steps().getFirst();
    assertEquals(1, verify.exitCode(), verify::log);
    assertTrue(verify.log().contains(digest("built")), verify::log);
    assertTrue(verify.log().contains(digest("other")), verify::log);
    assertEquals("REWRITTEN_IN_PLACE", verify.results().get("CAUSE"), verify::log);
    assertTrue(tasks.tasks().containsKey("report"), "finally runs all the same");
    new SampleLog(Resource.ROOT.resolve("task/skopeo-push-verified/samples/gate-closed.log"))
        .check(verify.log(), volume);
  }

  /** The first registry has it by then; the second must not get another image. */
  @Test
  void closesTheGateBetweenTwoPushes() throws IOException {
    var tasks = run("stopAndFail", Map.of("push-to-quay", this::rewrite));

    assertGateClosed(tasks, "push-to-quay", "fail");
    assertEquals(Optional.of(digest("built")), registry.digest("internal/" + name + ":1"));
    assertEquals(Optional.empty(), registry.digest("quay/" + name + ":1"));
  }

  @Test
  void namesTheCauseOfADenial() throws IOException {
    var tasks =
        run(
            "stopAndFail",
            Map.of(
                "push-to-internal",
                () -> Program.shell("chown 0:0 \"$1\"; chmod 0600 \"$1\"", archive())));

    assertGateClosed(tasks, "push-to-internal", "unknown");
    assertNothingPushed();
    TaskPod.StepRun verify = tasks.task("push-to-internal").steps().getFirst();
    assertEquals(3, verify.exitCode(), verify::log);
    // The volume's root has the fsGroup, so kubelet would leave this file as its writer made it.
    assertEquals("ONROOTMISMATCH_SKIPPED", verify.results().get("CAUSE"), verify::log);
    new SampleLog(Resource.ROOT.resolve("stepaction/custody-verify/samples/denied.log"))
        .check(verify.log(), volume);
  }

  /** Archive and record file are both changed; the result was not on the volume. */
  @Test
  void trustsTheResultNotTheWorkspace() throws IOException {
    var tasks =
        run(
            "stopAndFail",
            Map.of(
                "push-to-internal",
                () -> {
                  rewrite();
                  Program.shell(
                      "find \"$1/.custody\" -name '*.json' -exec sed -i \"s/$2/$3/g\" {} +",
                      volume,
                      hex("built"),
                      hex("other"));
                }));

    assertGateClosed(tasks, "push-to-internal", "fail");
    assertNothingPushed();
  }

  @Test
  void observesWithoutAGate() throws IOException {
    var tasks = run("continue", Map.of("push-to-internal", this::rewrite));

    TaskPod.TaskRun push = tasks.task("push-to-internal");
    assertTrue(push.succeeded(), push::log);
    assertEquals("fail", push.results().get("VERDICT"), push::log);
    assertNotEquals("NONE", push.results().get("CAUSE"), push::log);
    assertEquals("fail", push.results().get("PUSH_VERDICT"), push::log);
    assertEquals(
        List.of("verify", "explain", "push", "confirm"),
        push.steps().stream().map(TaskPod.StepRun::name).toList());
    // What it was told not to prevent, it says: the registry has the other image.
    assertEquals(Optional.of(digest("other")), registry.digest("internal/" + name + ":1"));
    assertEquals(Optional.of(digest("other")), registry.digest("quay/" + name + ":1"));
  }

  /** A StepAction must name its command, and there is no second truth about what it is. */
  @Test
  void commandIsTheEntrypointOfTheImage() {
    String entrypoint =
        Program.shell(
            "podman inspect --format '{{json .Config.Entrypoint}}' \"$1\"",
            IMAGES.get("registry.example.com/custody/custody"));
    for (Resource resource : Resource.shipped().values()) {
      for (JsonNode spec : resource.tree().findParents("image")) {
        if (Resource.text(spec, "image").startsWith("registry.example.com/custody/")) {
          assertEquals(entrypoint, spec.path("command").toString(), resource.name());
        }
      }
    }
  }

  private TektonRunner.Outcome run(String onError, Map<String, Runnable> before)
      throws IOException {
    Map<String, Resource> resources = Resource.shipped();
    TektonRunner.Run run =
        new TektonRunner.Run(
            name,
            UUID.randomUUID().toString(),
            UID,
            UID,
            volume,
            Files.createDirectory(scratch.resolve("pods")),
            resources,
            IMAGES,
            before);
    return TektonRunner.run(
        run,
        Resource.read(Resource.ROOT.resolve("pipeline/model-image.yaml")),
        Map.of(
            "source",
            "oci:built:latest",
            "internal",
            registry.address() + "/internal/" + name + ":1",
            "quay",
            registry.address() + "/quay/" + name + ":1",
            "on-error",
            onError,
            "tls-verify",
            "false"));
  }

  private void assertGateClosed(TektonRunner.Outcome tasks, String push, String verdict) {
    TaskPod.TaskRun closed = tasks.task(push);
    assertFalse(closed.succeeded(), closed::log);
    assertEquals(List.of("verify"), closed.steps().stream().map(TaskPod.StepRun::name).toList());
    assertEquals(verdict, closed.results().get("VERDICT"), closed::log);
    assertNotEquals("NONE", closed.results().get("CAUSE"), closed::log);
    assertResultsAreSmall(tasks);
  }

  private void assertNothingPushed() {
    assertEquals(Optional.empty(), registry.digest("internal/" + name + ":1"));
    assertEquals(Optional.empty(), registry.digest("quay/" + name + ":1"));
  }

  private static void assertResultsAreSmall(TektonRunner.Outcome tasks) {
    for (TaskPod.TaskRun task : tasks.tasks().values()) {
      for (TaskPod.StepRun step : task.steps()) {
        assertTrue(step.resultBytes() < 1000, task.name() + "/" + step.name());
      }
    }
  }

  /** Another image under the same name, written by skopeo into the same file. */
  private void rewrite() {
    Program.shell(
        "cd \"$1\"; skopeo --insecure-policy copy -q oci:other:latest oci-archive:image.tar",
        volume);
  }

  private Path archive() {
    return volume.resolve("image.tar");
  }

  /**
   * Large enough that writing it takes longer than a tick of the file system's clock: an archive
   * whose birth and last change are one moment has no birth time that could be told from a guess.
   */
  private void layout(String layout) {
    Program.shell(
        """
        cd "$1"; umoci init --layout "$2"; umoci new --image "$2:latest"
        mkdir "$2.files"; head -c 16M /dev/urandom > "$2.files/weights"
        umoci insert --image "$2:latest" "$2.files" /data; rm -r "$2.files"
        chmod -R a+rX "$2"
        """,
        volume,
        layout);
  }

  private String digest(String layout) {
    return Program.shell(
        "skopeo inspect --format '{{.Digest}}' \"oci:$1/$2:latest\"", volume, layout);
  }

  private String hex(String layout) {
    return digest(layout).replaceFirst(".*:", "");
  }

  private long records() throws IOException {
    try (var files = Files.walk(volume.resolve(".custody"))) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }
}
