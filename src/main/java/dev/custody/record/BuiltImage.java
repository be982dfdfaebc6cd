package dev.custody.record;

import dev.custody.oci.Digest;

/**
 * The id that a build printed for the image it made: {@code buildah --iidfile}, {@code docker
 * --iidfile}. It is the config digest, or the manifest digest where images are kept as manifests.
 *
 * @param source where it is from: a file, or {@code --built-id}
 */
public record BuiltImage(String source, Digest id) {}
