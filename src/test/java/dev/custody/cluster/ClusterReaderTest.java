package dev.custody.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ClusterReaderTest {
  static final Path DUMPS = Path.of("src/test/resources/report/clusters");

  static ClusterDump dump(String situation) throws IOException {
    try (InputStream in = Files.newInputStream(DUMPS.resolve(situation).resolve("cluster.json"))) {
      return ClusterReader.read(in, "cluster.json");
    }
  }

  private static ClusterDump read(String json) throws IOException {
    return ClusterReader.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "dump");
  }

  @Test
  void aPodNameOfSeveralNamespacesNamesNoPod() throws IOException {
    String pod = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"push-pod\",\"namespace\":\"%s\"}}";
    String list = "{\"kind\":\"List\",\"items\":[%s,%s]}";
    ClusterDump twice = read(list.formatted(pod.formatted("demo"), pod.formatted("demo")));
    assertNotNullPod(twice, "push-pod");

    ClusterDump both = read(list.formatted(pod.formatted("demo"), pod.formatted("batch")));
    assertNull(both.pod(null, "push-pod"));
    Pod batch = both.pod("batch", "push-pod");
    assertNotNull(batch);
    assertEquals("batch", batch.namespace());
  }

  @Test
  void readsEveryKindOfARealDump() throws IOException {
    ClusterDump dump = dump("rewritten-in-place");
    assertEquals(List.of(), dump.problems());
    assertEquals(Set.of(), dump.notKnown());
    assertEquals(1, dump.pipelineRuns().size());
    assertEquals(4, dump.taskRuns().size());
    assertEquals(4, dump.pods().size());
    Pod tamper = assertNotNullPod(dump, "b-inplace-tamper-pod");
    assertEquals(65532L, tamper.groups().fsGroup());
    assertEquals("node1", tamper.node());
    Pod.Container step = tamper.step("tamper");
    assertNotNull(step);
    assertEquals(65532L, step.security().runAsUser(), "from the pod, as the step sets none");
    assertEquals(
        List.of(
            new Pod.Mount(
                "/workspace/source", new PodVolume.OfClaim("pvc-d79bfe7d29", false), null, false)),
        step.mounts());
    Claim claim = dump.claim("demo", "pvc-d79bfe7d29");
    assertNotNull(claim);
    assertEquals("local", dump.volume(claim).driver());
    assertEquals(
        new StoragePlace(
            "node node1", "node1", "/var/lib/volumes/pvc-da46fb77-9984-4f2e-84c0-28054e304526"),
        dump.place(tamper, step.mounts().getFirst()));
  }

  private static Pod assertNotNullPod(ClusterDump dump, String name) {
    Pod pod = dump.pod("demo", name);
    assertNotNull(pod);
    return pod;
  }

  @Test
  void everyAttemptOfARetriedTaskIsThere() throws IOException {
    TaskRun push =
        dump("push-retried").taskRuns().stream()
            .filter(t -> t.attempts().size() > 1)
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(
            "f1-push-retries-push-to-internal-pod",
            "f1-push-retries-push-to-internal-pod-retry1",
            "f1-push-retries-push-to-internal-pod-retry2"),
        push.attempts().stream().map(TaskRun.Attempt::pod).toList());
    assertEquals("fail", push.results().get("VERDICT"));
  }

  /** Tekton starts all containers of a pod at once; a step's own turn comes later. */
  @Test
  void aStepBeginsWhenItsTurnCame() throws IOException {
    ClusterDump dump = dump("push-retried");
    Pod pod = assertNotNullPod(dump, "f1-push-retries-build-pod");
    assertEquals(Instant.parse("2026-11-25T19:16:09.009Z"), pod.step("export").run().started());
  }

  @Test
  void nothingSecretIsKept() throws IOException {
    String secret = "hunter2-very-secret";
    ClusterDump dump =
        read(
            """
            {"items": [
             {"kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "SECRET"}},
             {"kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "SECRET"}},
             {"kind": "Pod", "metadata": {"name": "p", "namespace": "n",
               "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "SECRET"}},
              "spec": {"containers": [{"name": "a", "image": "i", "args": ["SECRET"],
                "command": ["SECRET"], "env": [{"name": "TOKEN", "value": "SECRET"}]}]}},
             {"kind": "TaskRun", "metadata": {"name": "t", "namespace": "n"},
              "spec": {"params": [{"name": "x", "value": "SECRET"}]},
              "status": {"taskSpec": {"steps": [{"script": "SECRET"}]},
               "results": [{"name": "TOKEN", "value": "SECRET"},
                           {"name": "VERDICT", "value": "fail"}]}}]}
            """
                .replace("SECRET", secret));
    assertEquals(1, dump.pods().size());
    assertEquals("fail", dump.taskRuns().getFirst().results().get("VERDICT"));
    assertFalse(dump.toString().contains(secret), dump::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"}}",
        "[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"}}]",
        "{\"items\":[{\"kind\":\"List\",\"items\":[{\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"},"
            + "\"kind\":\"Pod\"}]}],\"kind\":\"List\"}",
        "{\"kind\":\"ConfigMap\"}"
            + " {\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"}}",
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\",\"namespace\":\"n\",\"uid\":7},"
            + "\"spec\":\"no object\",\"status\":[1,2]}",
      })
  void aPodIsFoundInEveryForm(String json) throws IOException {
    ClusterDump dump = read(json);
    assertEquals(List.of(), dump.problems());
    assertNotNull(dump.pod("n", "p"));
    assertTrue(dump.notKnown().contains(ObjectKind.CLAIM));
  }

  @Test
  void aCutDumpIsUsedAsFarAsItGoes() throws IOException {
    byte[] whole = Files.readAllBytes(DUMPS.resolve("rewritten-in-place/cluster.json"));
    ClusterDump dump =
        ClusterReader.read(new ByteArrayInputStream(whole, 0, whole.length * 9 / 10), "cut.json");
    assertFalse(dump.isEmpty());
    assertEquals(1, dump.problems().size());
    assertTrue(dump.problems().getFirst().startsWith("cut.json: "), dump.problems()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NAME  READY\nbuild  0/1",
        "7",
        "\"text\"",
        "{\"kind\": \"Deployment\"}",
        "{{"
      })
  void whatIsNoDumpIsSaid(String text) throws IOException {
    ClusterDump dump = read(text);
    assertTrue(dump.isEmpty());
    assertEquals(1, dump.problems().size(), dump.problems()::toString);
  }

  /** A list without end, of pods that are all annotations, fits into bounded memory. */
  @Test
  void aHugeDumpIsBounded() throws IOException {
    String label = "x".repeat(200_000);
    List<InputStream> parts = new java.util.ArrayList<>();
    parts.add(bytes("{\"items\":["));
    IntStream.range(0, 2_000)
        .forEach(i ->
            parts.add(
                bytes(
                    "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p"
                        + i
                        + "\",\"annotations\":{\"a\":\""
                        + label
                        + "\"}}},")));
    parts.add(bytes("{\"kind\":\"Pod\"}]}"));
    ClusterDump dump =
        ClusterReader.read(new SequenceInputStream(Collections.enumeration(parts)), "huge");
    assertEquals(2_001, dump.pods().size());
    assertFalse(dump.toString().contains("xxx"));
  }

  @Test
  void nestingIsBounded() throws IOException {
    ClusterDump dump = read("{\"kind\":\"Pod\",\"spec\":" + "[".repeat(5_000));
    assertEquals(1, dump.problems().size());
  }

  @Test
  void ofTwoDumpsTheLaterCounts() throws IOException {
    ClusterDump first = read("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"}}");
    ClusterDump later =
        read("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"nodeName\":\"b\"}}");
    ClusterDump both = first.and(later);
    assertEquals(1, both.pods().size());
    assertEquals("b", both.pods().getFirst().node());
    assertNull(both.claim("n", "c"));
  }

  /** kubectl's YAML says the same as its JSON, of every dump there is. */
  @ParameterizedTest
  @ValueSource(strings = {"rewritten-in-place", "push-retried", "incident"})
  void yamlIsReadAsJsonIs(String situation) throws IOException {
    JsonNode tree =
        JsonMapper.shared()
            .readTree(Files.readString(DUMPS.resolve(situation).resolve("cluster.json")));
    assertEquals(dump(situation), read(YAMLMapper.shared().writeValueAsString(tree)));
  }

  /** As a must-gather holds it: the items of a typed list do not say their kind. */
  @Test
  void itemsOfATypedListGetItsKind() throws IOException {
    ClusterDump dump =
        read(
            """
            ---
            apiVersion: v1
            items:
            - metadata:
                name: p
                namespace: n
              spec:
                nodeName: "17"
            - metadata: {name: q, namespace: n}
            kind: PodList
            ---
            kind: ConfigMap
            """);
    assertEquals(List.of(), dump.problems());
    assertEquals(List.of("p", "q"), dump.pods().stream().map(Pod::name).toList());
    assertEquals("17", dump.pods().getFirst().node());
  }

  /** Each line doubles the one before; expanded, the last would be a gigabyte. */
  @Test
  void aliasesAreNeverExpanded() throws IOException {
    StringBuilder bomb = new StringBuilder("kind: Pod\nmetadata: {name: p}\na0: &a0 [x, x]\n");
    for (int i = 1; i <= 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    ClusterDump dump = read(bomb.toString());
    assertEquals(List.of(), dump.problems());
    assertEquals(1, dump.pods().size());
  }

  @Test
  void brokenYamlIsSaidWithItsLine() throws IOException {
    ClusterDump dump = read("kind: Pod\nmetadata:\n  name: p\n bad: [\n");
    assertEquals(1, dump.problems().size());
    assertFirstProblem(dump, "dump: ", "nor YAML", "from line 4");
  }

  @Test
  void aLongLineOfYamlIsRefusedAndNamed() throws IOException {
    ClusterDump dump = read("kind: Pod\nx: \"" + "a".repeat(2 << 20) + "\"\n");
    assertFirstProblem(dump, "dump: line 2 ", "1048576 bytes");
  }

  @Test
  void largeYamlIsUsedAsFarAsItGoes() throws IOException {
    String pod = "- kind: Pod\n  metadata: {name: p%d}\n  x: " + "a".repeat(100_000) + "\n";
    StringBuilder list = new StringBuilder("kind: List\nitems:\n");
    for (int i = 0; i < 120; i++) {
      list.append(pod.formatted(i));
    }
    ClusterDump dump = read(list.toString());
    assertTrue(dump.pods().size() > 50, () -> "kept " + dump.pods().size());
    assertFirstProblem(dump, "dump: ", "8 MiB of YAML");
  }

  /** Many long texts in one object, and many objects that are kept: memory has a bound. */
  @Test
  void longTextsAreBoundedTogether() throws IOException {
    String name = "x".repeat(8_000);
    List<InputStream> parts = new java.util.ArrayList<>();
    parts.add(bytes("{\"items\":["));
    for (int i = 0; i < 4_000; i++) {
      parts.add(bytes("{\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name + i + "\"}},"));
    }
    parts.add(bytes("{\"kind\":\"Pod\"}]}"));
    ClusterDump dump =
        ClusterReader.read(new SequenceInputStream(Collections.enumeration(parts)), "huge");
    assertTrue(dump.pods().size() < 3_000, () -> "kept " + dump.pods().size());
    assertFirstProblem(dump, "huge: ", "too large");
  }

  @Test
  void aKindOfWhichNothingIsKeptIsKnownAllTheSame() throws IOException {
    ClusterDump dump =
        read("{\"kind\":\"Event\",\"reason\":\"Scheduled\",\"message\":\"to node a\"}");
    assertEquals(List.of(), dump.events());
    assertFalse(dump.notKnown().contains(ObjectKind.EVENT));
  }

  private static void assertFirstProblem(ClusterDump dump, String place, String... words) {
    String problem = dump.problems().getFirst();
    assertTrue(problem.startsWith(place), problem);
    for (String word : words) {
      assertTrue(problem.contains(word), problem);
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
