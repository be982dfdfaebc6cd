package dev.custody.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.tekton.Images;
import dev.custody.tekton.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each recipe pushes what was built, and nothing when the archive was changed in between. */
class RecipesIT {
  private static final Map<String, String> IMAGES = new HashMap<>();

  @TempDir static Path shared;
  private static Registry registry;
  private static Machine machine;

  @TempDir Path folder;
  private String repository = "";
  private String built = "";

  /** A way to run a recipe: where its archive lies after the build, and how it goes on. */
  enum Place {
    PODMAN,
    GITLAB,
    GITHUB,
    ARGO
  }

  @BeforeAll
  static void prepare() throws IOException, InterruptedException {
    Peers.requireRoot();
    Peers.require("podman", "runc", "skopeo", "umoci", "docker-registry", "openssl");
    Peers.requireFile(Images.CUSTODY, "mvn package");
    registry = Registry.withCertificate(shared);
    IMAGES.putAll(Images.load(shared));
    machine = Machine.of(IMAGES, shared, registry.certificate());
    String dockerfile = machine.images(Recipe.read("gitlab-ci.md").blocks("Dockerfile").getFirst());
    Path context = Files.createDirectory(shared.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    IMAGES.put(
        "registry.example.com/team/custody-tools",
        Program.shell("podman build --quiet \"$1\"", context));
    machine = new Machine(Map.copyOf(IMAGES), machine.shims(), machine.certificate());
  }

  @AfterAll
  static void tidyUp() throws IOException, InterruptedException {
    Images.remove(IMAGES);
    if (registry != null) {
      registry.stop();
    }
  }

  @BeforeEach
  void build() {
    repository =
        registry.address() + "/" + folder.getFileName().toString().toLowerCase(Locale.ROOT);
    for (String layout : List.of("built", "other")) {
      Program.shell(
          """
          cd "$1"; umoci init --layout "$2"; umoci new --image "$2:latest"
          mkdir "$2.files"; echo "$2" > "$2.files/weights"
          umoci insert --image "$2:latest" "$2.files" /data
          """,
          folder,
          layout);
    }
    built = Program.shell("skopeo inspect --format '{{.Digest}}' \"oci:$1/built:latest\"", folder);
    Program.shell(
        "cd \"$1\"; skopeo copy -q oci:built:latest docker://\"$2/source:1\"; chmod -R a+rX .",
        Map.of("SSL_CERT_FILE", registry.certificate().toString()),
        folder,
        registry.address());
  }

  @ParameterizedTest
  @EnumSource
  void pushesWhatWasBuilt(Place place) throws IOException, Machine.Failed {
    run(place, false);

    String name = repository.substring(repository.indexOf('/') + 1);
    assertEquals(Optional.of(built), registry.digest(name + ":1.0"));
    assertEquals(List.of("1.0"), registry.tags(name));
  }

  @ParameterizedTest
  @EnumSource
  void pushesNothingWhenTheArchiveWasChanged(Place place) {
    Machine.Failed failed = assertThrows(Machine.Failed.class, () -> run(place, true));

    assertTrue(String.valueOf(failed.getMessage()).contains("FAIL  "), failed::getMessage);
    assertEquals(List.of(), registry.tags(repository.substring(repository.indexOf('/') + 1)));
  }

  private void run(Place place, boolean changed) throws IOException, Machine.Failed {
    Runnable between = changed ? () -> rewrite(folder) : () -> {};
    String source = "docker://" + registry.address() + "/source:1";
    switch (place) {
      case PODMAN -> {
        Program.shell(
            "cd \"$1\"; mkdir work; skopeo copy -q oci:built:latest oci-archive:work/image.tar",
            folder);
        List<String> blocks = Recipe.read("podman.md").blocks("sh");
        String script =
            String.join("\n", blocks.subList(0, 2))
                + (!changed
                    ? ""
                    : "\nskopeo copy -q oci:../other oci-archive:image.tar.new"
                        + "\nmv image.tar.new image.tar\n")
                + String.join("\n", blocks.subList(2, blocks.size()));
        machine.shell(
            "podman.md",
            script,
            folder.resolve("work"),
            Map.of(
                "CUSTODY",
                String.valueOf(IMAGES.get("registry.example.com/custody/custody")),
                "REPOSITORY",
                repository,
                "TAG",
                "1.0"));
      }
      case GITLAB ->
          GitLab.run(
              machine,
              Recipe.read("gitlab-ci.md").yaml(),
              Map.of(
                  "SOURCE", source,
                  "HOME", "/builds",
                  "DOCKER_AUTH_CONFIG", "{}",
                  "CI_REGISTRY_IMAGE", repository,
                  "CI_COMMIT_REF_SLUG", "1.0"),
              folder,
              between);
      case GITHUB ->
          GitHub.run(
              machine,
              Recipe.read("github-actions.md").yaml(),
              Map.of(
                  "SOURCE", source,
                  "CUSTODY", String.valueOf(IMAGES.get("registry.example.com/custody/custody")),
                  "REPOSITORY", repository),
              folder,
              between);
      case ARGO -> {
        Path login = Files.createDirectory(folder.resolve("login"));
        Files.writeString(login.resolve("config.json"), "{}");
        new Argo(machine, Recipe.read("argo-workflows.md").yaml(), folder)
            .run(Map.of("source", source, "repository", repository, "tag", "1.0"), between);
      }
    }
  }

  /** Another image in every archive that lies where a later job will take it from. */
  private static void rewrite(Path folder) {
    Program.shell(
        """
        cd "$1"
        for archive in artifacts/image.tar work/image.tar; do
          [ ! -e "$archive" ] || skopeo copy -q oci:other:latest "oci-archive:$archive.new"
          [ ! -e "$archive" ] || mv "$archive.new" "$archive"
        done
        chmod -R a+rX .
        """,
        folder);
  }
}
