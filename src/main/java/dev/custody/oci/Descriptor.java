package dev.custody.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A content descriptor (image-spec descriptor.md): what a blob should be.
 *
 * @param size bytes; a claim until verified, which may be negative
 * @param platform only on entries of an index, and not always there
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    Map<String, String> annotations) {
  /** The annotation by which containers/image selects an image. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  public Descriptor {
    // Not Map.copyOf, which a hostile index can make take minutes: it has no buckets that sort.
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** The value of the {@code org.opencontainers.image.ref.name} annotation. */
  public @Nullable String refName() {
    return annotations.get(REF_NAME);
  }
}
