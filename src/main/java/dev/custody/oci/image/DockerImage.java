package dev.custody.oci.image;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoJson;
import dev.custody.oci.json.GoObject;
import java.util.ArrayList;
import java.util.List;

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
    List<DockerImage> images = new ArrayList<>();
    for (GoObject image :
        GoJson.decodeList(bytes, ImageTypes.DOCKER_IMAGE, what, "manifest.json")) {
      if (image.text("Config").isEmpty()) {
        throw new UnreadableArchive(
            Kind.MALFORMED,
            "manifest.json",
            what
                + " cannot be read: ["
                + images.size()
                + "] has no Config. Export the image again.");
      }
      images.add(
          new DockerImage(image.text("Config"), image.texts("RepoTags"), image.texts("Layers")));
    }
    return images;
  }
}
