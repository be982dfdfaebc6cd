package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The pod of a step, from variables that the task sets; what it did not set is null. */
public record PodIdentity(
    @JsonProperty("pod") @Nullable String name,
    @JsonProperty("podUid") @Nullable String uid,
    @Nullable String namespace,
    @Nullable String node,
    @Nullable String serviceAccount) {
  /** Of which nothing was kept. */
  public static final PodIdentity UNKNOWN = new PodIdentity(null, null, null, null, null);
}
