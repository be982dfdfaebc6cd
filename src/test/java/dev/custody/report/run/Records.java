package dev.custody.report.run;

import dev.custody.record.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Records of runs, made from a real one by changing what a test is about. */
final class Records {
  /** The first digits of the manifest that the real record saw. */
  private static final String MANIFEST = "271e2fdb";

  private final RecordCollection collection = new RecordCollection();
  private String type = "ext4";
  private boolean image = true;
  private String taskRun = "";
  private String manifest = MANIFEST;

  /** The type of the volume's file system in the records that follow. */
  Records mountedAs(String fileSystem) {
    type = fileSystem;
    return this;
  }

  /** The TaskRun of the records that follow, which is named after run and task unless said. */
  Records inTaskRun(String name) {
    taskRun = name;
    return this;
  }

  /** The first eight digits of the manifest that the records that follow saw. */
  Records withManifest(String digits) {
    manifest = digits;
    return this;
  }

  /** The records that follow saw no image. */
  Records withoutImage() {
    image = false;
    return this;
  }

  /** The records that follow saw an image, as they do unless said. */
  Records withImage() {
    image = true;
    return this;
  }

  /** A record of a run's task, taken so many seconds after the others began. */
  Records add(String run, String task, int second) {
    return add(run, task, second, "image.tar");
  }

  Records add(String run, String task, int second, String archive) {
    return add(run, task, second, archive, "");
  }

  /**
   * The same.
   *
   * @param found replaces the first eight digits of the image's digest, if it is not empty
   */
  Records add(String run, String task, int second, String archive, String found) {
    try {
      String json =
          Files.readString(Path.of("src/test/resources/report/clean/records/build.json"))
              .replace("image.tar", archive)
              .replace("\"ext4\"", '"' + type + '"');
      ObjectNode tree = (ObjectNode) RecordJson.mapper().readTree(json);
      ObjectNode step = (ObjectNode) tree.get("step");
      step.put("pipelineRun", run).put("pipelineRunUid", "uid-" + run);
      step.put("pipelineTask", task).put("taskRun", taskRun.isEmpty() ? run + "-" + task : taskRun);
      if (!image) {
        tree.putArray("archives");
      }
      tree.put("createdAt", "2026-11-23T19:30:" + String.format("%02dZ", second));
      String text = tree.toString().replace("sha256:" + MANIFEST, "sha256:" + manifest);
      String digest = text.replaceAll("(?s).*?sha256:([0-9a-f]{8}).*", "$1");
      byte[] bytes =
          (found.isEmpty() ? text : text.replace("sha256:" + digest, "sha256:" + found))
              .getBytes(StandardCharsets.UTF_8);
      collection.add(new ByteArrayInputStream(bytes), run + "/" + task + ".json");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RecordCollection collection() {
    return collection;
  }

  java.util.List<RunGroups.Group> groups() {
    return RunGroups.of(collection.records(), collection.cluster());
  }
}
