package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every file of tekton-tasks is what Tekton accepts, and each way to break one is noticed. */
class TektonFilesTest {
  /** Samples refer to each other too. */
  private static final Map<String, Resource> KNOWN =
      all().collect(Collectors.toMap(r -> r.kind() + "/" + r.name(), r -> r, (a, _) -> a));

  static Stream<Resource> all() {
    return Resource.all().stream();
  }

  static Stream<Resource> shipped() {
    return Resource.shipped().values().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void tektonAcceptsIt(Resource resource) {
    assertEquals(List.of(), problems(resource));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void catalogAcceptsIt(Resource resource) {
    assertEquals(resource.name() + ".yaml", resource.file().getFileName().toString());
    JsonNode metadata = resource.tree().path("metadata");
    assertEquals("0.2", metadata.path("labels").path("app.kubernetes.io/version").asString(""));
    assertEquals(
        Set.of(
            "tekton.dev/pipelines.minVersion",
            "tekton.dev/categories",
            "tekton.dev/tags",
            "tekton.dev/displayName",
            "tekton.dev/platforms",
            "artifacthub.io/category",
            "artifacthub.io/license",
            "artifacthub.io/provider"),
        Set.copyOf(metadata.path("annotations").propertyNames()));
    Path folder = resource.file().resolveSibling("");
    for (String beside : List.of("README.md", "samples", "tests/run.yaml")) {
      assertTrue(Files.exists(folder.resolve(beside)), folder.resolve(beside) + " is missing");
    }
    for (String list : List.of("params", "results", "workspaces")) {
      for (JsonNode declared : resource.spec().path(list).values()) {
        assertTrue(declared.has("description"), () -> list + " without description: " + declared);
      }
    }
  }

  /** Samples too: they are what newcomers copy. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void tasksMeetTheRestrictedStandard(Resource resource) {
    for (JsonNode task : tasks(resource)) {
      List<String> problems =
          PodSecurity.problems(PodSecurity.ofTask(task, JsonNodeFactory.instance.missingNode()));
      // buildah needs more, as the sample and the guide say.
      assertEquals(!resource.name().equals("build-model"), problems.isEmpty(), problems::toString);
    }
  }

  /** A namespace with a quota admits no container without them; a step that hangs must end. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void eachStepHasRequestsLimitsAndATimeout(Resource resource) {
    for (JsonNode task : tasks(resource)) {
      for (JsonNode step : task.path("steps").values()) {
        assertTrue(step.has("timeout"), () -> "no timeout: " + step);
        JsonNode own = step.path("computeResources");
        JsonNode resources =
            own.isMissingNode() ? task.path("stepTemplate").path("computeResources") : own;
        for (String kind : List.of("requests", "limits")) {
          assertEquals(
              Set.of("cpu", "memory"),
              Set.copyOf(resources.path(kind).propertyNames()),
              step::toString);
        }
      }
    }
  }

  /** What a pod's environment holds must neither stop the JVM nor hide a login. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("shipped")
  void variablesThatWouldMisleadAreEmpty(Resource resource) {
    for (JsonNode container : resource.spec().findParents("image")) {
      List<String> empty =
          Resource.text(container, "image").contains("skopeo")
              ? List.of("REGISTRY_AUTH_FILE")
              : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
      for (String name : empty) {
        JsonNode value =
            Resource.named(container.path("env"), name).map(env -> env.path("value")).orElseThrow();
        assertEquals("", value.asString("missing"), name);
      }
    }
  }

  private static List<JsonNode> tasks(Resource resource) {
    List<JsonNode> tasks = new ArrayList<>(resource.spec().findValues("taskSpec"));
    if (resource.kind().equals("Task")) {
      tasks.add(resource.spec());
    }
    return tasks;
  }

  /** The label tells what a release builds the image for. */
  @Test
  void platformsAreThoseOfTheReleasedImage() throws IOException {
    List<String> built =
        Resource.parse(
                Path.of("release"), Files.readString(Path.of(".github/workflows/release.yml")))
            .tree()
            .findValuesAsString("architecture");
    String platforms =
        built.stream()
            .map(architecture -> "linux/" + architecture)
            .collect(Collectors.joining(","));
    shipped()
        .forEach(resource ->
            assertEquals(
                platforms,
                Resource.text(
                    resource.tree().path("metadata").path("annotations"), "tekton.dev/platforms")));
  }

  /** Changes one text of a file and expects the message. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvFileSource(
      resources = "/tekton/broken-variants.csv",
      delimiter = '|',
      quoteCharacter = '\'',
      numLinesToSkip = 1,
      maxCharsPerColumn = 1000)
  void brokenVariantIsRefused(String file, String find, String replacement, String expected)
      throws IOException {
    Path path = Resource.ROOT.resolve(file);
    String text = Files.readString(path);
    String broken = text.replaceFirst(unescape(find), unescape(replacement));
    assertNotEquals(text, broken, "the variant changes nothing: " + find);
    assertTrue(
        problems(Resource.parse(path, broken)).stream().anyMatch(p -> p.contains(expected)),
        () -> problems(Resource.parse(path, broken)) + " does not contain: " + expected);
  }

  @Test
  void kustomizationInstallsAllAndSetsEveryImage() {
    JsonNode kustomization = Resource.read(Resource.ROOT.resolve("kustomization.yaml")).tree();
    Set<String> listed =
        Resource.stream(kustomization.path("resources"))
            .map(JsonNode::asString)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> files =
        shipped()
            .map(resource -> Resource.ROOT.relativize(resource.file()).toString())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(files, listed);
    Set<String> images = new TreeSet<>();
    shipped()
        .flatMap(resource -> resource.spec().findValues("image").stream())
        .forEach(image -> images.add(image.asString().replaceFirst(":[^:/]+$", "")));
    assertEquals(images, new TreeSet<>(Resource.names(kustomization.path("images"))));
  }

  /** Tekton's bundle contract: at most 20 layers, none with the kind and name of another. */
  @Test
  void allResourcesFitIntoOneBundle() throws IOException {
    long resources = Resource.all().stream().filter(Resource::isShipped).count();
    assertEquals(Resource.shipped().size(), resources);
    assertTrue(resources <= 20, resources + " layers");
    String guide = Files.readString(Resource.ROOT.resolve("README.md"));
    assertTrue(guide.contains(resources + " layers"), "the guide counts " + resources);
  }

  /**
   * What Artifact Hub's tracker takes (docs/tekton_annotations.md and artifacthub-repo.yml there).
   */
  @Test
  void artifactHubTakesTheMetadata() {
    JsonNode hub = Resource.read(Resource.ROOT.resolve("artifacthub-repo.yml")).tree();
    assertTrue(Set.of("repositoryID", "owners", "ignore").containsAll(hub.propertyNames()));
    for (JsonNode owner : hub.path("owners").values()) {
      assertTrue(!Resource.text(owner, "name").isEmpty(), owner::toString);
      assertTrue(Resource.text(owner, "email").contains("@"), owner::toString);
    }
    Set<String> categories =
        Set.of(
            "ai-machine-learning",
            "database",
            "integration-delivery",
            "monitoring-logging",
            "networking",
            "security",
            "storage",
            "streaming-messaging",
            "skip-prediction");
    shipped()
        .forEach(resource -> {
          JsonNode annotations = resource.tree().path("metadata").path("annotations");
          assertTrue(categories.contains(Resource.text(annotations, "artifacthub.io/category")));
          assertEquals("Apache-2.0", Resource.text(annotations, "artifacthub.io/license"));
          assertTrue(
              Resource.text(annotations, "tekton.dev/pipelines.minVersion")
                  .matches("\\d+(\\.\\d+){2}"));
          assertTrue(
              Resource.text(annotations, "tekton.dev/platforms")
                  .matches("linux/\\w+(,linux/\\w+)*"));
          String folder = resource.file().resolveSibling("").getFileName().toString();
          assertTrue(folder.equals(resource.name()) || resource.kind().equals("Pipeline"), folder);
        });
  }

  private static List<String> problems(Resource resource) {
    List<String> problems = new ArrayList<>(CrdSchema.problems(resource.tree()));
    problems.addAll(WebhookRules.problems(resource, KNOWN));
    return problems;
  }

  private static String unescape(String text) {
    return text.replace("\\n", "\n");
  }
}
