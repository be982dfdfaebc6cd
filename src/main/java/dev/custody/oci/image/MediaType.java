package dev.custody.oci.image;

import java.util.Set;

/** The media types that containers/image knows (image-spec media-types.md; docker's schema 2). */
public final class MediaType {
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  static final String DOCKER_1 = "application/vnd.docker.distribution.manifest.v1+json";
  static final String DOCKER_SIGNED_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";

  private static final Set<String> MANIFESTS = Set.of(OCI_MANIFEST, DOCKER_MANIFEST);
  private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_LIST);
  private static final Set<String> CONFIGS = Set.of(OCI_CONFIG, DOCKER_CONFIG);

  private MediaType() {}

  public static boolean isManifest(String type) {
    return MANIFESTS.contains(type);
  }

  public static boolean isIndex(String type) {
    return INDEXES.contains(type);
  }

  public static boolean isDockerList(String type) {
    return type.equals(DOCKER_LIST);
  }

  public static boolean isConfig(String type) {
    return CONFIGS.contains(type);
  }

  /** The media types that containers/image takes in a docker manifest, of any part of one. */
  static boolean isOfDocker(String type) {
    return type.equals(DOCKER_LIST)
        || type.equals(DOCKER_1)
        || type.equals(DOCKER_SIGNED_1)
        || type.equals(DOCKER_MANIFEST)
        || type.equals(DOCKER_CONFIG)
        || type.equals(DOCKER_LAYER)
        || type.equals(DOCKER_LAYER + ".gzip")
        || type.equals(DOCKER_LAYER + ".zstd")
        || type.equals("application/vnd.docker.image.rootfs.foreign.diff.tar")
        || type.equals("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  }

  /** A layer whose bytes are a tar, packed or not; not an encrypted one, not an attestation. */
  public static boolean isTarLayer(String type) {
    return !type.endsWith("+encrypted")
        && (type.startsWith("application/vnd.oci.image.layer.")
            || type.startsWith("application/vnd.docker.image.rootfs."));
  }

  /** A layer compressed with zstd. */
  static boolean isZstd(String type) {
    return type.endsWith("+zstd") || type.equals(DOCKER_LAYER + ".zstd");
  }

  /** A layer that may be left out on purpose. */
  public static boolean mayBeAbsent(String type) {
    return type.contains(".nondistributable.") || type.contains(".foreign.");
  }
}
