package dev.custody.oci.image;

import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image of a docker-archive's manifest.json.
 *
 * @param config name of the config's entry
 * @param layers names of the layers' entries, lowest first
 */
public record DockerImage(String config, List<String> repoTags, List<String> layers) {
  public DockerImage {
    repoTags = List.copyOf(repoTags);
    layers = List.copyOf(layers);
  }

  public static List<DockerImage> parse(byte[] bytes, String what) throws UnreadableArchive {
    return Json.parse(
        bytes,
        what,
        "manifest.json",
        json -> {
          List<DockerImage> images = new ArrayList<>();
          json.array(() -> images.add(read(json)));
          return images;
        });
  }

  private static DockerImage read(Json json) throws UnreadableArchive {
    @Nullable String[] config = {null};
    List<String> tags = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    json.object(field -> {
      switch (field) {
        case "Config" -> config[0] = json.string();
        case "RepoTags" -> strings(json, tags);
        case "Layers" -> strings(json, layers);
        default -> json.skip();
      }
    });
    if (config[0] == null) {
      throw json.fault("has no Config");
    }
    return new DockerImage(config[0], tags, layers);
  }

  private static void strings(Json json, List<String> into) throws UnreadableArchive {
    json.array(() -> {
      String text = json.string();
      if (text != null) {
        into.add(text);
      }
    });
  }
}
