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
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Runs of the pipeline model-image in real containers, between two real registries: {@code
 * internal} is open, {@code quay} asks for a password. After each run it is the registries that are
 * asked what was pushed.
 */
abstract class PipelineFixture {
  static final long UID = 1000970000;
  static final Map<String, String> IMAGES = new HashMap<>();

  @TempDir static Path shared;
  static Registry internal;
  static Registry quay;

  @TempDir Path scratch;
  Path volume = Path.of("");

  /** Names of this test's images in the registries, and its run. */
  String name = "";

  /** The next run's; a test changes what it is about. */
  Map<String, String> params = new TreeMap<>();

  Map<String, Resource> resources = Resource.shipped();
  Map<String, Identity> identities = new HashMap<>();
  Map<String, Path> workspaces = new HashMap<>();
  Map<String, Runnable> before = new HashMap<>();
  Identity identity = Identity.openShift(UID);
  String serviceAccountLogin = "";

  /** Whether the namespace admits only pods that meet Pod Security {@code restricted}. */
  boolean restricted;

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    Peers.requireRoot();
    Peers.require("podman", "runc", "skopeo", "umoci", "docker-registry");
    Peers.requireFile(Images.CUSTODY, "mvn package");
    internal = Registry.open(shared);
    quay = Registry.withPassword(shared);
    IMAGES.putAll(Images.load(shared));
  }

  @AfterAll
  static void tidyUp() throws IOException, InterruptedException {
    Images.remove(IMAGES);
    for (Registry registry : new Registry[] {internal, quay}) {
      if (registry != null) {
        registry.stop();
      }
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
    workspaces.put("source", volume);
    workspaces.put("dockerconfig", secret("config.json"));
    params.put("source", "oci:built:latest");
    params.put("internal", internal.address() + "/internal/" + name + ":1");
    params.put("quay", quay.address() + "/quay/" + name + ":1");
    params.put("tls-verify", "false");
  }

  TektonRunner.Outcome run() throws IOException {
    return run(Resource.read(Resource.ROOT.resolve("pipeline/model-image.yaml")));
  }

  TektonRunner.Outcome run(Resource pipeline) throws IOException {
    TektonRunner.Run run =
        new TektonRunner.Run(
            name,
            UUID.randomUUID().toString(),
            identity,
            identities,
            workspaces,
            serviceAccountLogin,
            Files.createDirectory(scratch.resolve("pods")),
            resources,
            IMAGES,
            restricted,
            before);
    TektonRunner.Outcome outcome = TektonRunner.run(run, pipeline, params);
    for (TaskPod.TaskRun task : outcome.tasks().values()) {
      for (TaskPod.StepRun step : task.steps()) {
        assertTrue(step.resultBytes() < 1000, task.name() + "/" + step.name());
      }
    }
    return outcome;
  }

  /** A secret mounted as a workspace: the password registry's login under this file name. */
  Path secret(String file) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("secret-" + file));
    Files.writeString(folder.resolve(file), quay.dockerConfig());
    return folder;
  }

  void assertGateClosed(TektonRunner.Outcome run, String push, String verdict) {
    TaskPod.TaskRun closed = run.task(push);
    assertFalse(run.succeeded(), run::log);
    assertFalse(closed.succeeded(), closed::log);
    assertEquals(List.of("verify"), closed.stepNames());
    assertEquals(verdict, closed.results().get("VERDICT"), closed::log);
    assertNotEquals("NONE", closed.results().get("CAUSE"), closed::log);
    assertFalse(closed.results().containsKey("IMAGE_DIGEST"), closed::log);
    assertTrue(run.task("report").succeeded(), run::log);
  }

  void assertHolds(Registry registry, String repository, String digest) {
    assertEquals(Optional.of(digest), registry.digest(repository + "/" + name + ":1"));
    assertEquals(List.of("1"), registry.tags(repository + "/" + name));
  }

  void assertNothingIn(Registry registry, String repository) {
    assertEquals(Optional.empty(), registry.digest(repository + "/" + name + ":1"));
    assertEquals(List.of(), registry.tags(repository + "/" + name));
  }

  void assertNothingPushed() {
    assertNothingIn(internal, "internal");
    assertNothingIn(quay, "quay");
  }

  /** Another image under the same name, written by skopeo into the same file. */
  void rewrite() {
    Program.shell(
        "cd \"$1\"; skopeo --insecure-policy copy -q oci:other:latest oci-archive:image.tar",
        volume);
  }

  /** Makes the archive one whose index.json names an index; returns that index's digest. */
  String nestedIndex() {
    Program.shell(
        """
        cd "$1"
        cat > nest.py <<'END'
        import hashlib, json
        index = json.load(open('built/index.json'))
        image = index['manifests'][0]
        image.pop('annotations', None)
        image['platform'] = {'architecture': 'amd64', 'os': 'linux'}
        inner = json.dumps({'schemaVersion': 2, 'manifests': [image],
            'mediaType': 'application/vnd.oci.image.index.v1+json'}).encode()
        name = hashlib.sha256(inner).hexdigest()
        open('built/blobs/sha256/' + name, 'wb').write(inner)
        index['manifests'] = [{'mediaType': 'application/vnd.oci.image.index.v1+json',
            'digest': 'sha256:' + name, 'size': len(inner)}]
        json.dump(index, open('built/index.json', 'w'))
        open('nested', 'w').write(name)
        END
        python3 nest.py; tar -C built -cf image.tar .; chmod 0644 image.tar
        """,
        volume);
    return "sha256:" + Program.shell("cat \"$1/nested\"", volume);
  }

  Path archive() {
    return volume.resolve("image.tar");
  }

  /**
   * Large enough that writing it takes longer than a tick of the file system's clock: an archive
   * whose birth and last change are one moment has no birth time that could be told from a guess.
   */
  void layout(String layout) {
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

  String digest(String layout) {
    return Program.shell(
        "skopeo inspect --format '{{.Digest}}' \"oci:$1/$2:latest\"", volume, layout);
  }

  String hex(String layout) {
    return digest(layout).replaceFirst(".*:", "");
  }

  /** The records in the volume, in the order of their file names. */
  List<JsonNode> records() throws IOException {
    try (var files = Files.walk(volume.resolve(".custody"))) {
      return files
          .filter(file -> file.toString().matches(".*-(record|verify)\\.json"))
          .sorted()
          .map(file -> Resource.read(file).tree())
          .toList();
    }
  }
}
