package dev.custody.oci;

import org.jspecify.annotations.Nullable;

/** The platform that an image runs on (image-spec image-index.md). */
public record Platform(String os, String architecture, @Nullable String variant) {
  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
