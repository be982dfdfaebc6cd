package dev.custody.report.render;

import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.report.run.RecordCollection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Records in which every text that others control is an attack on the document. */
final class Hostile {
  /**
   * Each breaks out of something: an element, an attribute, a comment, a cell, a code span, a
   * fence.
   */
  static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "' onmouseover='alert(1)",
          "</pre></details><h1>PASS</h1>",
          "--></style><svg onload=alert(1)>",
          "a|b|c`d``e```f",
          "\n\n# PASS\n\n```\n",
          "![x](https://evil.example/x.png) [y](javascript:alert(1))",
          "https://evil.example www.evil.example @everyone #1 GH-1 a@b.example",
          "**bold** __under__ ~~gone~~ \\| \\` &lt;b&gt; $(touch x) `touch x` '; touch x; '",
          "\u202Etxt.exe \u0000\u001b[31m\u2028 \u200b\uD800");

  private Hostile() {}

  /** Two records of one run, and things that are no records under hostile names. */
  static RecordCollection collection() {
    RecordCollection collection = new RecordCollection();
    for (String task : List.of("build", "push-dr")) {
      try {
        String json =
            Files.readString(
                ReportGoldenTest.REPORTS.resolve("incident/records/" + task + ".json"));
        ExecutionRecord record = poisoned(RecordFile.parse(json, task));
        add(collection, record, ATTACKS.get(1) + task);
        addCluster(collection, record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (dev.custody.record.UnreadableRecordException e) {
        throw new AssertionError(e);
      }
    }
    for (String attack : ATTACKS) {
      collection.add(new ByteArrayInputStream(attack.getBytes(StandardCharsets.UTF_8)), attack);
    }
    return collection;
  }

  /** What a cluster could hold of the record's task, and of one that left none, and their logs. */
  private static void addCluster(RecordCollection collection, ExecutionRecord record) {
    ArrayNode dump = RecordJson.mapper().createArrayNode();
    String namespace = String.valueOf(record.step().pod().namespace());
    for (String task :
        List.of(String.valueOf(record.step().taskRun()), "left-no-record" + ATTACKS.get(3))) {
      ObjectNode taskRun = object(dump, "TaskRun", namespace, task);
      taskRun.putObject("status").put("podName", task).put("startTime", "2026-11-23T19:19:00Z");
      ((ObjectNode) taskRun.get("status"))
          .putArray("conditions")
          .addObject()
          .put("type", "Succeeded")
          .put("status", "False")
          .put("reason", ATTACKS.get(0));
      ObjectNode pod = object(dump, "Pod", namespace, task);
      pod.putObject("spec")
          .put("nodeName", ATTACKS.get(4))
          .put("serviceAccountName", ATTACKS.get(5));
      ObjectNode spec = (ObjectNode) pod.get("spec");
      spec.putArray("volumes")
          .addObject()
          .put("name", "w")
          .putObject("persistentVolumeClaim")
          .put("claimName", ATTACKS.get(1));
      ObjectNode container = spec.putArray("containers").addObject();
      container
          .put("name", "step-" + ATTACKS.get(6))
          .putArray("volumeMounts")
          .addObject()
          .put("name", "w")
          .put("mountPath", "/workspace");
      pod.putObject("status")
          .put("reason", ATTACKS.get(7))
          .put("message", ATTACKS.get(9))
          .putArray("containerStatuses")
          .addObject()
          .put("name", "step-" + ATTACKS.get(6))
          .putObject("state")
          .putObject("terminated")
          .put("startedAt", "2026-11-23T19:19:00Z")
          .put("finishedAt", "2026-11-23T19:25:00Z")
          .put("exitCode", 137)
          .put("reason", ATTACKS.get(2));
      ObjectNode event = object(dump, "Event", namespace, "e");
      event
          .put("reason", "FailedMount")
          .put("message", ATTACKS.get(8))
          .put("lastTimestamp", "2026-11-23T19:24:00Z");
      event.putObject("involvedObject").put("kind", "Pod").put("name", task);
    }
    collection.addCluster(bytes(dump.toString()), ATTACKS.get(0));
    ATTACKS.forEach(
        attack -> collection.addLog(bytes("open " + attack + ": permission denied\n"), attack));
  }

  private static ObjectNode object(ArrayNode dump, String kind, String namespace, String name) {
    ObjectNode object = dump.addObject().put("kind", kind);
    object
        .putObject("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .putObject("labels")
        .put("tekton.dev/pipelineRunUID", ATTACKS.get(2))
        .put("tekton.dev/taskRun", name)
        .put("tekton.dev/pipelineTask", name)
        .put("tekton.dev/pipelineRun", ATTACKS.get(10));
    return object;
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void add(RecordCollection collection, ExecutionRecord record, String name) {
    collection.add(new ByteArrayInputStream(RecordFile.bytes(record)), name);
  }

  /** The record with an attack in every text that may be any text. */
  private static ExecutionRecord poisoned(ExecutionRecord record) {
    JsonNode tree = RecordJson.mapper().valueToTree(record);
    int[] next = {0};
    poison(tree.get("step"), next);
    poison(tree.get("process"), next);
    poison(tree.get("mounts"), next);
    JsonNode archive = tree.get("archive").get("evidence");
    ObjectNode file = (ObjectNode) archive.get("file");
    file.set("referenceNames", attacks());
    file.put("path", "/workspace/" + ATTACKS.get(5));
    ((ObjectNode) archive.get("image")).put("created", ATTACKS.get(0));
    ((ObjectNode) archive.get("checks")).set("notes", attacks());
    ObjectNode root = (ObjectNode) tree;
    ArrayNode findings = root.putArray("findings");
    for (String attack : ATTACKS) {
      findings
          .addObject()
          .put("cause", CauseId.MODE_DENIES.id())
          .put("kind", "cause")
          .put("confidence", "high")
          .put("summary", attack)
          .put("remedy", attack)
          .put("confirm", attack)
          .set("evidence", attacks());
      ((ObjectNode) findings.get(findings.size() - 1)).set("ruledOut", attacks());
    }
    root.putArray("notDone").addObject().put("what", ATTACKS.get(3)).putArray("causes");
    // One run, whatever it is called.
    ((ObjectNode) tree.get("step")).put("pipelineRunUid", ATTACKS.get(2));
    root.put("createdAt", Instant.parse(root.get("createdAt").stringValue()).toString());
    return RecordJson.mapper().treeToValue(tree, ExecutionRecord.class);
  }

  private static ArrayNode attacks() {
    ArrayNode all = RecordJson.mapper().createArrayNode();
    ATTACKS.forEach(all::add);
    return all;
  }

  private static void poison(JsonNode node, int[] next) {
    switch (node) {
      case ObjectNode object ->
          List.copyOf(object.propertyNames())
              .forEach(name -> {
                if (object.get(name) instanceof StringNode) {
                  object.put(name, ATTACKS.get(next[0]++ % ATTACKS.size()));
                } else {
                  poison(object.get(name), next);
                }
              });
      default -> node.forEach(child -> poison(child, next));
    }
  }
}
