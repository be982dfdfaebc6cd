package dev.custody.tekton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** One YAML document of tekton-tasks. */
record Resource(Path file, JsonNode tree) {
  static final Path ROOT = Path.of("tekton-tasks");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static Resource parse(Path file, String text) {
    return new Resource(file, YAML.readTree(text));
  }

  static Resource read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every Tekton resource below the folder, samples and tests too, in the order of their paths. */
  static List<Resource> all() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !ROOT.equals(file.getParent()))
          .sorted()
          .map(Resource::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resources that are installed, by {@code Kind/name}. */
  static Map<String, Resource> shipped() {
    Map<String, Resource> found = new TreeMap<>();
    all().stream()
        .filter(Resource::isShipped)
        .forEach(resource -> found.put(resource.kind() + "/" + resource.name(), resource));
    return found;
  }

  boolean isShipped() {
    String path = file.toString();
    return !path.contains("/samples/") && !path.contains("/tests/");
  }

  String kind() {
    return tree.path("kind").asString("");
  }

  String name() {
    return tree.path("metadata").path("name").asString("");
  }

  JsonNode spec() {
    return tree.path("spec");
  }

  /** The item of a list that has this name. */
  static Optional<JsonNode> named(JsonNode list, String name) {
    return stream(list).filter(item -> text(item, "name").equals(name)).findFirst();
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return list.values().stream();
  }

  static List<String> names(JsonNode list) {
    return stream(list).map(item -> text(item, "name")).toList();
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
