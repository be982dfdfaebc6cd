package dev.custody.oci.image;

import dev.custody.oci.ImageArchive;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;

/**
 * Which image of a docker-archive's manifest.json skopeo takes, and why.
 *
 * @param reason {@code the only image in manifest.json}, {@code reference name "app:1"}
 */
record DockerSelection(DockerImage image, String reason) {
  private static final int SHOWN = 20;

  static DockerSelection of(List<DockerImage> images, ImageArchive.Request request, String file)
      throws UnreadableArchive {
    Integer number = request.sourceIndex();
    String ref = request.ref();
    if (number != null && number < images.size()) {
      return new DockerSelection(images.get(number), "source index @" + number);
    }
    if (ref != null) {
      for (DockerImage image : images) {
        if (image.repoTags().stream().anyMatch(tag -> normal(tag).equals(normal(ref)))) {
          return new DockerSelection(image, "reference name \"" + Quoted.of(ref) + "\"");
        }
      }
    }
    if (ref != null || number != null) {
      throw new UnreadableArchive(
          Kind.REF_NOT_FOUND,
          "manifest.json",
          file
              + ": no image "
              + (ref != null ? "\"" + Quoted.of(ref) + "\"" : "@" + number)
              + " in manifest.json; it has "
              + names(images)
              + ".");
    }
    if (images.size() != 1) {
      throw new UnreadableArchive(
          Kind.AMBIGUOUS_INDEX,
          "manifest.json",
          images.isEmpty()
              ? file + " names no image in its manifest.json. Export the image again."
              : file
                  + " holds "
                  + images.size()
                  + " images, choose one: "
                  + choices(images, file)
                  + ".");
    }
    return new DockerSelection(images.getFirst(), "the only image in manifest.json");
  }

  /** What to write to choose: a name where each has one, else the position. */
  private static String choices(List<DockerImage> images, String file) {
    if (images.stream().noneMatch(image -> image.repoTags().isEmpty())) {
      return "give --ref with one of " + names(images);
    }
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < Math.min(images.size(), SHOWN); i++) {
      List<String> tags = images.get(i).repoTags();
      choices.add(
          "docker-archive:"
              + file
              + ":@"
              + i
              + " ("
              + (tags.isEmpty() ? "no name" : Quoted.of(tags.getFirst()))
              + ")");
    }
    return "give " + String.join(" or ", choices);
  }

  private static String names(List<DockerImage> images) {
    List<String> names =
        images.stream()
            .flatMap(i -> i.repoTags().stream())
            .limit(SHOWN)
            .map(tag -> "\"" + Quoted.of(tag) + "\"")
            .toList();
    return names.isEmpty() ? images.size() + " image(s) without a name" : String.join(", ", names);
  }

  /** A docker reference with the defaults written out (distribution/reference, normalize.go). */
  private static String normal(String reference) {
    String name = reference.substring(reference.lastIndexOf('/') + 1);
    String full = name.contains(":") ? reference : reference + ":latest";
    int slash = full.indexOf('/');
    String host = slash < 0 ? "" : full.substring(0, slash);
    boolean registry = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (!registry) {
      return "docker.io/" + (slash < 0 ? "library/" : "") + full;
    }
    return host.equals("index.docker.io") ? "docker.io" + full.substring(slash) : full;
  }
}
