package dev.custody.oci.image;

import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.ShellWord;
import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;

/**
 * The image of a docker-archive's manifest.json that skopeo takes, and why.
 *
 * @param reason {@code the only image in manifest.json}, {@code reference name "app:1"}
 */
record DockerSelection(DockerImage image, String reason) {
  private static final int SHOWN = 20;

  static DockerSelection of(List<DockerImage> images, InspectionRequest request, String file)
      throws UnreadableArchive {
    Integer number = request.sourceIndex();
    String ref = request.ref();
    if (number != null && number < images.size()) {
      return new DockerSelection(images.get(number), "source index @" + number);
    }
    if (ref != null) {
      return byName(images, ref, file);
    }
    if (number != null) {
      throw notFound("@" + number, images, file);
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

  /**
   * The first image with the name, as containers/image finds it
   * (docker/internal/tarfile/reader.go): each tag is parsed on the way, and one that is no name
   * ends the search.
   */
  private static DockerSelection byName(List<DockerImage> images, String ref, String file)
      throws UnreadableArchive {
    String wanted = DockerReference.tagged(ref);
    if (wanted == null) {
      throw refused(file + ": skopeo refuses the name \"" + Quoted.of(ref) + "\"", images, file);
    }
    for (DockerImage image : images) {
      for (String tag : image.repoTags()) {
        String name = DockerReference.parse(tag);
        if (name == null) {
          throw refused(
              file
                  + ": manifest.json has the name \""
                  + Quoted.of(tag)
                  + "\", which skopeo refuses before it finds \""
                  + Quoted.of(ref)
                  + "\"",
              images,
              file);
        }
        if (name.equals(wanted)) {
          return new DockerSelection(image, "reference name \"" + Quoted.of(ref) + "\"");
        }
      }
    }
    throw notFound("\"" + Quoted.of(ref) + "\"", images, file);
  }

  private static UnreadableArchive refused(String message, List<DockerImage> images, String file) {
    return new UnreadableArchive(
        Kind.UNSUPPORTED,
        "manifest.json",
        message + ", so that it cannot be pushed by name; give " + positions(images, file) + ".");
  }

  private static UnreadableArchive notFound(String what, List<DockerImage> images, String file) {
    return new UnreadableArchive(
        Kind.REF_NOT_FOUND,
        "manifest.json",
        file + ": no image " + what + " in manifest.json; it has " + names(images) + ".");
  }

  /**
   * Returns the words that choose each image: a name if each has one that skopeo takes, else the
   * position.
   */
  private static String choices(List<DockerImage> images, String file) {
    boolean named =
        images.stream()
            .allMatch(image ->
                !image.repoTags().isEmpty()
                    && image.repoTags().stream()
                        .allMatch(tag -> DockerReference.parse(tag) != null));
    return named ? "give --ref with one of " + names(images) : "give " + positions(images, file);
  }

  /** The arguments that name each image by its position, for a shell. */
  private static String positions(List<DockerImage> images, String file) {
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < Math.min(images.size(), SHOWN); i++) {
      List<String> tags = images.get(i).repoTags();
      choices.add(
          (file.indexOf(':') < 0
                  ? ShellWord.of("docker-archive:" + file + ":@" + i)
                  // Skopeo's arguments end a path at its first colon.
                  : "--ref @" + i)
              + " ("
              + (tags.isEmpty() ? "no name" : Quoted.of(tags.getFirst()))
              + ")");
    }
    return String.join(" or ", choices);
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
}
