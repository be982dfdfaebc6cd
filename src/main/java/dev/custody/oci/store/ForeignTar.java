package dev.custody.oci.store;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names a tar that holds neither an image layout nor a docker-archive by the names in it. */
public final class ForeignTar {
  private static final Pattern LAYOUT_BELOW = Pattern.compile("(.+)/index\\.json");
  private static final Pattern OLD_DOCKER_LAYER =
      Pattern.compile("[0-9a-f]{64}/(json|layer\\.tar)");
  private static final Pattern SINGLE_FILE_BLOB = Pattern.compile("blobs/sha256\\.[0-9a-f]{64}");
  private static final Pattern OLLAMA_BLOB = Pattern.compile("(.*/)?blobs/sha256-[0-9a-f]{64}");

  /** A kind of tar: how to know it, and what to say after "is ". */
  private record Kind(Predicate<Collection<String>> test, String words) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              names -> names.contains("repositories") && any(names, OLD_DOCKER_LAYER),
              "an archive of docker save before Docker 1.10: it has repositories and no"
                  + " manifest.json, and skopeo cannot read it. Load it with docker load, and save"
                  + " it again"),
          new Kind(
              names ->
                  names.contains("artifact-index.json")
                      || names.contains("component-descriptor.yaml")
                      || any(names, SINGLE_FILE_BLOB),
              "an archive of the Open Component Model (OCM), not an image archive. Copy the image"
                  + " out of it with ocm download or ocm transfer"),
          new Kind(
              names -> any(names, OLLAMA_BLOB),
              "a tar of ollama's models, not an image archive. Push the model with ollama"),
          new Kind(
              names -> names.contains("oci-layout") && below(names, "refs/"),
              "an image layout from before image-spec 1.0: it has refs/ and no index.json. Export"
                  + " the image again with a current tool"),
          new Kind(
              names -> names.stream().anyMatch(name -> name.contains("docker/registry/v2/")),
              "the storage of a registry (docker/registry/v2/), not an image archive. Serve it with"
                  + " a registry (or with oc-mirror, if that made it), and copy the image from"
                  + " there"),
          new Kind(
              names -> below(names, "io.containerd.content.v1.content/"),
              "containerd's content store, not an image archive. Export the image with ctr images"
                  + " export"),
          new Kind(
              names -> names.stream().anyMatch(name -> name.endsWith("-images/images.json")),
              "the storage of podman or buildah, not an image archive. Export the image with podman"
                  + " save or buildah push"),
          new Kind(
              names -> names.contains("metadata.yaml") && below(names, "rootfs/"),
              "an LXD or Incus image, not an OCI image"),
          new Kind(
              names -> names.contains("config.json") && below(names, "rootfs/"),
              "an OCI runtime bundle, not an image. Make an image of it with umoci repack or"
                  + " buildah"),
          new Kind(
              names -> names.stream().anyMatch(name -> name.matches("[^/]+/Chart\\.yaml")),
              "a Helm chart, not an image archive. Push it with helm push"),
          new Kind(
              names ->
                  names.contains(".dockerenv")
                      || (names.contains("etc/passwd")
                          && (below(names, "bin") || below(names, "usr/"))),
              "a file system, as docker export writes it, not an image. Use docker save or podman"
                  + " save, or make an image of it with docker import"));

  private ForeignTar() {}

  /**
   * Returns words that follow "is ", without a full stop; null if the content is not known.
   *
   * @param names of all files in it
   */
  public static @Nullable String describe(Collection<String> names) {
    for (Kind kind : KINDS) {
      if (kind.test().test(names)) {
        return kind.words();
      }
    }
    return null;
  }

  /** The directory in which an image layout lies, without a slash at its end; null if in none. */
  public static @Nullable String layoutBelow(Collection<String> names) {
    return names.stream()
        .map(LAYOUT_BELOW::matcher)
        .filter(index -> index.matches())
        .map(index -> index.group(1))
        .filter(dir -> names.contains(dir + "/oci-layout") || below(names, dir + "/blobs/"))
        .findFirst()
        .orElse(null);
  }

  private static boolean any(Collection<String> names, Pattern pattern) {
    return names.stream().anyMatch(name -> pattern.matcher(name).matches());
  }

  private static boolean below(Collection<String> names, String directory) {
    return names.stream().anyMatch(name -> name.startsWith(directory));
  }
}
