package dev.custody.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cluster.ClusterDump;
import dev.custody.report.log.LogEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A must-gather, laid out as {@code oc adm inspect} does, is the dump that kubectl prints. */
class MustGatherTest {
  private static final Path REAL = Path.of("src/test/resources/report/clusters/rewritten-in-place");

  /** Kinds that a must-gather holds as one typed list of each namespace. */
  private static final Map<String, String> LISTS =
      Map.of("PersistentVolumeClaim", "persistentvolumeclaims", "Event", "events");

  @TempDir Path folder;

  private void gather() throws IOException {
    JsonNode items =
        JsonMapper.shared().readTree(Files.readString(REAL.resolve("cluster.json"))).path("items");
    Map<String, ArrayNode> lists = new java.util.TreeMap<>();
    for (JsonNode item : items) {
      String kind = item.path("kind").asString("");
      String name = item.path("metadata").path("name").asString("");
      if (LISTS.containsKey(kind)) {
        ObjectNode bare = (ObjectNode) item.deepCopy();
        bare.remove(List.of("kind", "apiVersion"));
        lists.computeIfAbsent(kind, _ -> JsonMapper.shared().createArrayNode()).add(bare);
        continue;
      }
      String below =
          switch (kind) {
            case "PersistentVolume" -> "cluster-scoped-resources/core/persistentvolumes/";
            case "Pod" -> "namespaces/demo/pods/" + name + "/";
            default -> "namespaces/demo/tekton.dev/" + kind.toLowerCase(Locale.ROOT) + "s/";
          };
      write(below + name + ".yaml", item);
    }
    for (Map.Entry<String, ArrayNode> list : lists.entrySet()) {
      ObjectNode typed = JsonMapper.shared().createObjectNode();
      typed.put("apiVersion", "v1").set("items", list.getValue());
      typed.put("kind", list.getKey() + "List");
      write("namespaces/demo/core/" + LISTS.get(list.getKey()) + ".yaml", typed);
    }
  }

  private void write(String file, JsonNode json) throws IOException {
    Path path = folder.resolve("must-gather/quay-io-image-sha256/" + file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, YAMLMapper.shared().writeValueAsString(json));
  }

  @Test
  void saysWhatKubectlSays() throws IOException {
    gather();
    ClusterDump gathered = new RecordCollection().addCluster(folder, "gather").cluster();
    ClusterDump printed =
        new RecordCollection().addCluster(REAL.resolve("cluster.json"), "cluster.json").cluster();
    assertFalse(printed.isEmpty());
    assertEquals(Set.copyOf(printed.taskRuns()), Set.copyOf(gathered.taskRuns()));
    assertEquals(Set.copyOf(printed.pods()), Set.copyOf(gathered.pods()));
    assertEquals(Set.copyOf(printed.claims()), Set.copyOf(gathered.claims()));
    assertEquals(Set.copyOf(printed.volumes()), Set.copyOf(gathered.volumes()));
    assertEquals(Set.copyOf(printed.events()), Set.copyOf(gathered.events()));
    assertEquals(List.of(), gathered.problems());
  }

  /** A must-gather is full of files that are about other things, or no YAML at all. */
  @Test
  void otherFilesOfTheFolderAreNoProblem() throws IOException {
    gather();
    write("cluster-scoped-resources/core/nodes/n.yaml", JsonMapper.shared().createObjectNode());
    Files.writeString(folder.resolve("broken.yaml"), "a: [");
    Files.writeString(folder.resolve("long.yaml"), "a: " + "x".repeat(2 << 20));
    Files.writeString(folder.resolve("timestamp"), "2026-11-25");
    assertEquals(List.of(), new RecordCollection().addCluster(folder, "gather").unreadable());
  }

  @Test
  void aFolderWithoutAnyObjectIsSaid() {
    List<String> problems = new RecordCollection().addCluster(folder, "empty").unreadable();
    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().startsWith("empty: no PipelineRun, TaskRun, Pod, claim"));
  }

  /** The logs of a must-gather lie in folders named after pod and container. */
  @Test
  void itsLogsAreThoseOfTheirSteps() throws IOException {
    Path logs =
        folder.resolve("namespaces/demo/pods/push-pod/step-push/step-push/logs/current.log");
    Files.createDirectories(logs.getParent());
    Files.writeString(logs, "2026-11-25T19:24:32.5Z open /w/image.tar: permission denied\n");
    LogEvidence.Failure failure =
        new RecordCollection().addLog(folder, "gather").logs().failures().getFirst();
    assertEquals("push-pod, step push", failure.stream().displayName());
  }
}
