package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.report.run.RecordCollection;
import dev.custody.report.run.ReportBuilder;
import dev.custody.report.run.ReportDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text of real runs whose dumps tell less, or other things, than they did. */
class AlteredDumpTest {
  private static final Path CLUSTERS = Path.of("src/test/resources/report/clusters");

  /** A dump and its records. */
  static final class Altered {
    private final Path folder;
    private final ObjectNode dump;
    private final List<Path> logs = new ArrayList<>();

    Altered(String situation) throws IOException {
      folder = CLUSTERS.resolve(situation);
      dump =
          (ObjectNode)
              JsonMapper.shared().readTree(Files.readString(folder.resolve("cluster.json")));
    }

    Altered without(Predicate<JsonNode> which) {
      ArrayNode kept = JsonMapper.shared().createArrayNode();
      dump.path("items")
          .forEach(o -> {
            if (!which.test(o)) {
              kept.add(o);
            }
          });
      dump.set("items", kept);
      return this;
    }

    Altered with(Predicate<JsonNode> which, Consumer<ObjectNode> change) {
      dump.path("items")
          .forEach(o -> {
            if (which.test(o)) {
              change.accept((ObjectNode) o);
            }
          });
      return this;
    }

    /** On one line, with the records of those tasks whose file names do not hold this. */
    String text(String noRecordsOf) throws IOException {
      return TextDocument.render(document(noRecordsOf)).replaceAll("\\s+", " ");
    }

    /** The log of one more task is among the evidence. */
    Altered withLog(Path file) {
      logs.add(file);
      return this;
    }

    ReportDocument document(String noRecordsOf) throws IOException {
      RecordCollection collection = new RecordCollection();
      logs.forEach(log -> collection.addLog(log, log.getFileName().toString()));
      Path records = folder.resolve("records");
      try (var files = Files.exists(records) ? Files.list(records) : Stream.<Path>empty()) {
        files
            .filter(f -> !f.getFileName().toString().contains(noRecordsOf))
            .sorted()
            .forEach(f -> collection.add(f, f.getFileName().toString()));
      }
      collection.addCluster(
          new ByteArrayInputStream(JsonMapper.shared().writeValueAsBytes(dump)), "cluster.json");
      return ReportBuilder.document(collection);
    }
  }

  static Predicate<JsonNode> named(String part) {
    return o -> o.path("metadata").path("name").asString("").contains(part);
  }

  static Predicate<JsonNode> kind(String kind) {
    return o -> o.path("kind").asString("").equals(kind);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text);
  }

  /** One push found the image; of the other nobody can tell. */
  @Test
  void aPushThatCouldNotStartIsNoPass() throws IOException {
    Altered run = new Altered("happy");
    run.with(
        named("push-to-quay").and(kind("TaskRun")),
        o ->
            o.set(
                "status",
                json(
                    """
                    {"podName":"a-happy-push-to-quay-pod","conditions":[{"type":"Succeeded",
                     "status":"False","reason":"CreateContainerConfigError"}]}
                    """)));
    run.with(
        named("push-to-quay").and(kind("Pod")),
        o ->
            o.set(
                "status",
                json(
                    """
                    {"phase":"Pending","containerStatuses":[{"name":"step-push","state":{"waiting":{
                     "reason":"CreateContainerConfigError",
                     "message":"container has runAsNonRoot and image will run as root"}}}]}
                    """)));
    String text = run.text("push-to-quay");
    assertTrue(
        text.startsWith(
            "UNKNOWN push-to-quay failed and left no record; push-to-internal found the image that"
                + " build recorded"),
        text);
    assertTrue(text.contains("container has runAsNonRoot and image will run as root"), text);
  }

  @Test
  void aPassDoesNotKeepSilentOfAPushThatStillRuns() throws IOException {
    Altered run = new Altered("happy");
    run.with(
        named("push-to-quay").and(kind("TaskRun")),
        o ->
            o.set(
                "status",
                json(
                    """
                    {"podName":"a-happy-push-to-quay-pod","conditions":[{"type":"Succeeded",
                     "status":"Unknown","reason":"Running"}],"steps":[{"name":"verify",
                     "container":"step-verify","running":{"startedAt":"2026-11-25T19:14:00Z"}}]}
                    """)));
    String text = run.text("push-to-quay");
    assertTrue(text.contains("; push-to-quay has not finished"), text);
    assertTrue(
        text.contains("the record of step verify of push-to-quay, which has not finished"), text);
  }

  /** {@code tkn pipelinerun describe -o json}: one object, which says of no task when it ran. */
  @Test
  void aDumpWithoutTheTasksOfTheRunSaysWhatToDump() throws IOException {
    Altered run = new Altered("rewritten-in-place");
    String text = run.without(kind("PipelineRun").negate()).text("no such");
    assertTrue(text.contains("the dump holds no TaskRun and no pod of this run"), text);
    assertFalse(text.contains("the writer is not in the dump"), text);
  }

  @Test
  void aDumpThatMissesTheWriterDoesNotSayThatItWasDeleted() throws IOException {
    Altered run = new Altered("rewritten-in-place");
    String text = run.without(named("tamper")).text("no such");
    assertTrue(
        text.contains("the writer is not in the dump. It was a pod of another namespace or"), text);
    assertTrue(text.contains("find who else writes this path"), text);
    text = run.without(kind("Pod")).text("no such");
    assertTrue(text.contains("the dump holds no pods, and no TaskRun in it that can write"), text);
  }

  /** The search for the writer is over. */
  @Test
  void aNamedWriterIsWhatTheRemedyIsAbout() throws IOException {
    String text = new Altered("rewritten-in-place").text("no such");
    assertTrue(
        text.contains(" do let step tamper of tamper in run b-inplace write elsewhere"), text);
    assertFalse(text.contains("find who else"), text);
  }

  /** Whoever is only probable is asked about before others are searched for. */
  @Test
  void aProbableWriterComesFirstInTheRemedy() throws IOException {
    Altered run = new Altered("rewritten-in-place");
    String text = run.without(named("tamper").and(kind("Pod"))).text("no such");
    assertTrue(text.contains(" who probably step tamper of tamper"), text);
    assertTrue(text.contains(" do if it was the one named above: let step tamper of tamper"), text);
    assertTrue(text.contains(". If not: find who else writes this path"), text);
  }

  /** Two volumes over one directory of a server, bound to claims of two namespaces. */
  @Test
  void aWriterOfAnotherNamespaceIsNamedWithIt() throws IOException {
    Altered run = new Altered("rewritten-in-place");
    run.with(
        kind("PersistentVolume"),
        o -> {
          ((ObjectNode) o.path("spec")).remove("local");
          ((ObjectNode) o.path("spec"))
              .set("nfs", json("{\"server\":\"nfs.example\",\"path\":\"/exports/models\"}"));
        });
    run.without(named("tamper").and(kind("TaskRun")));
    run.with(
        named("tamper").and(kind("Pod")),
        o -> {
          ObjectNode metadata = (ObjectNode) o.path("metadata");
          metadata.put("name", "sync-28-x").put("namespace", "batch").remove("labels");
          metadata.set(
              "ownerReferences",
              JsonMapper.shared().readTree("[{\"kind\":\"Job\",\"name\":\"sync-28\"}]"));
          o.path("spec")
              .path("volumes")
              .forEach(v -> {
                if (v.has("persistentVolumeClaim")) {
                  ((ObjectNode) v).remove("persistentVolumeClaim");
                  ((ObjectNode) v)
                      .set("nfs", json("{\"server\":\"nfs.example\",\"path\":\"/exports\"}"));
                  ((ObjectNode) v).put("x", 1);
                }
              });
          o.path("spec")
              .path("containers")
              .forEach(c ->
                  c.path("volumeMounts")
                      .forEach(m -> {
                        if (m.path("mountPath").asString("").equals("/workspace/source")) {
                          ((ObjectNode) m).put("subPath", "models");
                        }
                      }));
        });
    String text = run.text("no such");
    assertTrue(
        text.contains("of Job sync-28 (pod sync-28-x) in namespace batch rewrote the archive"),
        text);
  }

  /**
   * With long names a compact record has no room for its task run; the dump says whose result it
   * is.
   */
  @Test
  void aResultWithoutNamesIsOfTheTaskRunThatHasIt() throws IOException {
    Altered run = new Altered("newcomer");
    run.with(
        kind("TaskRun"),
        o ->
            o.path("status")
                .path("steps")
                .forEach(s ->
                    s.path("results")
                        .forEach(r -> {
                          String value = r.path("value").asString("");
                          ((ObjectNode) r)
                              .put("value", value.replaceAll(",\"taskRun\":\"[^\"]*\"", ""));
                        })));
    run.with(
        kind("TaskRun"),
        o ->
            o.path("status")
                .path("results")
                .forEach(r -> {
                  String value = r.path("value").asString("");
                  ((ObjectNode) r).put("value", value.replaceAll(",\"taskRun\":\"[^\"]*\"", ""));
                }));
    String text = run.text("");
    assertTrue(
        text.startsWith("PASS push (by its results) found the image that build recorded"), text);
    assertFalse(text.contains("build: no record"), text);
  }

  /** An archive that was overwritten is no matter of who may read it. */
  @Test
  void whoAProcessIsDoesNotHappenToAnArchive() throws IOException {
    Altered run = new Altered("rewritten-in-place");
    run.with(
        kind("Pod"),
        o -> {
          ((ObjectNode) o.path("spec"))
              .put("serviceAccountName", "of-" + o.path("metadata").path("name").asString(""));
          ((ObjectNode) o.path("spec").path("securityContext"))
              .set("seLinuxOptions", json("{\"level\":\"s0:c1,c" + o.hashCode() % 1000 + "\"}"));
        });
    String text = run.text("no such");
    assertEquals(text.indexOf(" happened "), text.lastIndexOf(" happened "), text);
  }

  /** What one record rules out and another finds is not both on the first screen. */
  @Test
  void whatWasFoundIsNotRuledOut() throws IOException {
    Altered run = new Altered("truncated");
    String text = run.without(named("tamper")).text("no such");
    assertTrue(text.contains("the archive may still be being written"), text);
    assertEquals(-1, text.indexOf("ruled out BEING_WRITTEN"), text);
  }
}
