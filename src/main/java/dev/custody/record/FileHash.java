package dev.custody.record;

import dev.custody.oci.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The content of a further file.
 *
 * @param sha256 of its bytes; null where it could not be read
 * @param errno why it could not be read; null if it was
 */
public record FileHash(String path, @Nullable Digest sha256, @Nullable String errno) {}
