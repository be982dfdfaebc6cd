package dev.custody.oci;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image of a docker-archive's manifest.json.
 *
 * @param config name of the config's entry
 * @param layers names of the layers' entries, lowest first
 */
record DockerImage(String config, List<String> repoTags, List<String> layers) {
  DockerImage {
    repoTags = List.copyOf(repoTags);
    layers = List.copyOf(layers);
  }

  static List<DockerImage> parse(byte[] bytes, String what) throws UnreadableArchive {
    return Json.parse(
        bytes,
        what,
        "manifest.json",
        json -> {
          List<DockerImage> images = new ArrayList<>();
          json.array("the document", i -> images.add(read(json, "[" + i + "]")));
          return images;
        });
  }

  private static DockerImage read(Json json, String name) throws UnreadableArchive {
    @Nullable String[] config = {null};
    List<String> tags = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    json.object(
        name,
        field -> {
          switch (field) {
            case "Config" -> config[0] = json.string(name + ".Config");
            case "RepoTags" -> strings(json, name + ".RepoTags", tags);
            case "Layers" -> strings(json, name + ".Layers", layers);
            default -> json.skip();
          }
        });
    if (config[0] == null) {
      throw json.malformed(name + " has no Config");
    }
    return new DockerImage(config[0], tags, layers);
  }

  private static void strings(Json json, String name, List<String> into) throws UnreadableArchive {
    json.array(
        name,
        i -> {
          String text = json.string(name + "[" + i + "]");
          if (text != null) {
            into.add(text);
          }
        });
  }
}
