package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pipeline model-image: what it lets through, and what it stops with which words. */
class PipelineIT extends PipelineFixture {
  @Test
  void pushesWhatWasBuilt() throws IOException {
    restricted = true;
    var run = run();

    assertTrue(run.succeeded(), run::log);
    assertEquals(
        List.of("build", "push-to-internal", "push-to-quay", "report"),
        List.copyOf(run.tasks().keySet()),
        run::log);
    String built = digest("built");
    assertEquals(built, run.task("build").results().get("MANIFEST_DIGEST"), run::log);
    assertHolds(internal, "internal", built);
    assertHolds(quay, "quay", built);
    for (String push : List.of("internal", "quay")) {
      Map<String, String> results = run.task("push-to-" + push).results();
      assertTrue(results.getOrDefault("RECORD", "").contains(built), run::log);
      assertEquals(
          Map.of(
              "VERDICT", "pass",
              "CAUSE", "NONE",
              "RECORD", results.getOrDefault("RECORD", ""),
              "PUSHED_DIGEST", built,
              "PUSH_VERDICT", "pass",
              "PUSH_CAUSE", "NONE",
              "TAG_VERDICT", "pass",
              "IMAGE_URL", params.get(push),
              "IMAGE_DIGEST", built),
          results,
          run::log);
    }
    assertEquals(3, records().size(), "one record per look at the archive");
  }

  @Test
  void closesTheGateOnARewrittenArchive() throws IOException {
    before.put("push-to-internal", this::rewrite);
    var run = run();

    assertGateClosed(run, "push-to-internal", "fail");
    assertNothingPushed();
    TaskPod.StepRun verify = run.task("push-to-internal").step("verify");
    assertEquals(1, verify.exitCode(), verify::log);
    assertTrue(verify.log().contains(digest("built")), verify::log);
    assertTrue(verify.log().contains(digest("other")), verify::log);
    assertEquals("REWRITTEN_IN_PLACE", verify.results().get("CAUSE"), verify::log);
    new SampleLog(Resource.ROOT.resolve("task/skopeo-push-verified/samples/gate-closed.log"))
        .check(verify.log(), volume);
  }

  /** The first registry has it by then; the second must not get another image. */
  @Test
  void closesTheGateBetweenTwoPushes() throws IOException {
    before.put("push-to-quay", this::rewrite);
    var run = run();

    assertGateClosed(run, "push-to-quay", "fail");
    assertHolds(internal, "internal", digest("built"));
    assertNothingIn(quay, "quay");
  }

  @Test
  void namesTheCauseOfADenial() throws IOException {
    before.put(
        "push-to-internal", () -> Program.shell("chown 0:0 \"$1\"; chmod 0600 \"$1\"", archive()));
    var run = run();

    assertGateClosed(run, "push-to-internal", "unknown");
    assertNothingPushed();
    TaskPod.StepRun verify = run.task("push-to-internal").step("verify");
    assertEquals(3, verify.exitCode(), verify::log);
    // The volume is a directory of the node, where kubelet changes no modes.
    assertEquals("MODE_DENIES", verify.results().get("CAUSE"), verify::log);
    new SampleLog(Resource.ROOT.resolve("stepaction/custody-verify/samples/denied.log"))
        .check(verify.log(), volume);
  }

  /** Archive and record file are both changed; the result was not on the volume. */
  @Test
  void trustsTheResultNotTheWorkspace() throws IOException {
    before.put(
        "push-to-internal",
        () -> {
          rewrite();
          Program.shell(
              "find \"$1/.custody\" -name '*.json' -exec sed -i \"s/$2/$3/g\" {} +",
              volume,
              hex("built"),
              hex("other"));
        });
    var run = run();

    assertGateClosed(run, "push-to-internal", "fail");
    assertNothingPushed();
  }

  @Test
  void observesWithoutAGateAndEndsGreen() throws IOException {
    before.put("push-to-internal", this::rewrite);
    params.put("on-error", "continue");
    var run = run();

    assertTrue(run.succeeded(), run::log);
    Map<String, String> results = run.task("push-to-internal").results();
    assertEquals("fail", results.get("VERDICT"), run::log);
    assertNotEquals("NONE", results.get("CAUSE"), run::log);
    assertEquals("fail", results.get("PUSH_VERDICT"), run::log);
    assertEquals("fail", results.get("TAG_VERDICT"), run::log);
    // What it was told not to prevent, it says: the registries have the other image.
    assertHolds(internal, "internal", digest("other"));
    assertHolds(quay, "quay", digest("other"));
    String summary = String.valueOf(run.task("report").results().get("SUMMARY"));
    assertTrue(summary.contains("pushed another image"), summary);
    assertTrue(summary.contains("; the tag names another image than the recorded one"), summary);
  }

  /** Who runs is context for the diagnosis, and no difference of the image. */
  @Test
  void passesWithOtherIdsInEachTask() throws IOException {
    identities.put("build", new Identity(identity.uid(), UID, identity.fsGroup()));
    identities.put("push-to-internal", ids(1001));
    identities.put("push-to-quay", ids(1002));
    identities.put("report", ids(1003));
    var run = run();

    assertTrue(run.succeeded(), run::log);
    assertHolds(internal, "internal", digest("built"));
    assertHolds(quay, "quay", digest("built"));
  }

  /**
   * Without a common group a push may read the archive and write nothing beside it: record and
   * statement go to the log, and nothing differs in the image.
   */
  @Test
  void idsWithoutACommonGroupKeepTheirRecordsInTheLog() throws IOException {
    identities.put(
        "push-to-internal", new Identity(OptionalLong.of(1001), 1001, OptionalLong.empty()));
    var run = run();

    assertTrue(run.succeeded(), run::log);
    assertHolds(internal, "internal", digest("built"));
    assertHolds(quay, "quay", digest("built"));
    TaskPod.TaskRun push = run.task("push-to-internal");
    for (String verdict : List.of("VERDICT", "PUSH_VERDICT", "TAG_VERDICT")) {
      assertEquals("pass", push.results().get(verdict), push::log);
    }
    String verify = push.step("verify").log();
    assertTrue(verify.contains("was not written: permission denied"), verify);
    assertTrue(verify.contains("\ncustody-record: {"), verify);
    String tag = push.step("tag").log();
    assertTrue(tag.contains("-statement.json: Permission denied"), tag);
    assertTrue(tag.contains("confirm-tag prints it into its log"), tag);
    String confirmed = push.step("confirm-tag").log();
    JsonNode statement = JsonMapper.shared().readTree(confirmed.split("(?m)^PASS", 2)[0]);
    assertEquals("PASSED", statement.at("/predicate/verificationResult").asString(), confirmed);
    assertEquals(hex("built"), statement.at("/subject/0/digest/sha256").asString(), confirmed);
    assertEquals(List.of(params.get("quay")), statementsInTheWorkspace());
  }

  /** The images that the statements beside the records name. */
  private List<String> statementsInTheWorkspace() throws IOException {
    try (Stream<Path> files = Files.walk(volume.resolve(".custody"))) {
      return files
          .filter(file -> file.toString().endsWith("-statement.json"))
          .map(file -> JsonMapper.shared().readTree(file).at("/subject/0/name").asString())
          .toList();
    }
  }

  /** An attempt has a record of its own, and says which attempt it was. */
  @Test
  void retriesKeepEachAttemptsRecord() throws IOException {
    before.put("push-to-internal", this::rewrite);
    var run =
        run(
            changed(
                "pipeline/model-image.yaml",
                "- name: push-to-internal\n      taskRef",
                "- name: push-to-internal\n      retries: 2\n      taskRef"));

    assertEquals(3, run.attempts().getOrDefault("push-to-internal", List.of()).size(), run::log);
    List<JsonNode> steps = records().stream().map(record -> record.path("step")).toList();
    assertEquals(
        List.of("0", "0", "1", "2"),
        steps.stream().map(step -> step.path("retry").asString("")).sorted().toList(),
        steps::toString);
  }

  /** A pod template without ids: the skopeo image would run as root, which the tasks forbid. */
  @Test
  void imagesThatRunAsRootNeedARunAsUser() throws IOException {
    identity = Identity.ofTheImages();
    var run = run();

    assertEquals("CreateContainerConfigError", run.task("build").reason(), run::log);
    assertNothingPushed();
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

  private static Identity ids(long uid) {
    return new Identity(OptionalLong.of(uid), UID, OptionalLong.of(UID));
  }

  /** A record that did not arrive is a usage error; a result that is missing would fail the run. */
  @Test
  void anObservedRunWhoseGateIsRefusedStillEndsGreen() throws IOException {
    params.put("on-error", "continue");
    var run =
        run(
            changed(
                "pipeline/model-image.yaml",
                "          value: $(tasks.build.results.RECORD)\n",
                "          value: \"\"\n"));

    assertTrue(run.succeeded(), run::log);
    assertEquals(List.of(), run.results().missing(), run::log);
    TaskPod.TaskRun push = run.task("push-to-internal");
    assertEquals(2, push.step("verify").exitCode(), push::log);
    for (String verdict : List.of("VERDICT", "PUSH_VERDICT", "TAG_VERDICT")) {
      assertEquals("unknown", push.results().get(verdict), push::log);
    }
  }

  static Resource changed(String file, String find, String replacement) throws IOException {
    String text = Files.readString(Resource.ROOT.resolve(file));
    assertTrue(text.contains(find), file + " has no " + find);
    return Resource.parse(Resource.ROOT.resolve(file), text.replace(find, replacement));
  }
}
