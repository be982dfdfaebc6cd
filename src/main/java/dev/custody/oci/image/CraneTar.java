package dev.custody.oci.image;

import dev.custody.oci.Descriptor;
import dev.custody.oci.Problems;
import dev.custody.oci.read.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tar that crane, kaniko, ko and others of go-containerregistry write
 * (pkg/v1/tarball/write.go): gzip layers named by their own digests. These tools push its blobs as
 * they are, so that the manifest they push is known.
 */
final class CraneTar {
  private CraneTar() {}

  /**
   * Notes the digest of the manifest that such tools push, if the layers have the names of such a
   * tar.
   */
  static void note(
      DockerImage image, Descriptor config, List<Descriptor> layers, Problems problems) {
    if (layers.size() != image.layers().size()
        || !image.config().equals(config.digest().toString())
        || !image.layers().stream().allMatch(name -> name.matches("[0-9a-f]{64}\\.tar\\.gz"))) {
      return;
    }
    problems.note(
        "crane and kaniko push this tar as manifest "
            + Hashing.of("sha256", manifest(config, layers).getBytes(StandardCharsets.UTF_8))
            + " (as crane digest --tarball prints); skopeo pushes a different one");
  }

  private static String manifest(Descriptor config, List<Descriptor> layers) {
    return "{\"schemaVersion\":2,\"mediaType\":\""
        + MediaType.DOCKER_MANIFEST
        + "\",\"config\":"
        + descriptor(config)
        + ",\"layers\":["
        + layers.stream().map(CraneTar::descriptor).collect(Collectors.joining(","))
        + "]}";
  }

  private static String descriptor(Descriptor descriptor) {
    return "{\"mediaType\":\""
        + descriptor.mediaType()
        + "\",\"size\":"
        + descriptor.size()
        + ",\"digest\":\""
        + descriptor.digest()
        + "\"}";
  }
}
