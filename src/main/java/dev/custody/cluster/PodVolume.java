package dev.custody.cluster;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A volume of a pod that outlives it or is shared with others. */
public sealed interface PodVolume {
  /** A persistent volume claim of the pod's namespace. */
  record OfClaim(String claim, boolean readOnly) implements PodVolume {}

  /** A directory of the node. */
  record OfHost(String path) implements PodVolume {}

  /** A network file system, without a claim. */
  record OfServer(String server, String path) implements PodVolume {}

  /** The volume in a pod's list; null for kinds that no other pod can write. */
  static @Nullable PodVolume parse(String pod, JsonNode json) {
    String claim = ObjectJson.text(json, "persistentVolumeClaim", "claimName");
    if (claim != null) {
      return new OfClaim(
          claim, Boolean.TRUE.equals(ObjectJson.flag(json, "persistentVolumeClaim", "readOnly")));
    }
    if (json.has("ephemeral")) {
      return new OfClaim(pod + "-" + ObjectJson.textOr("", json, "name"), false);
    }
    String host = ObjectJson.text(json, "hostPath", "path");
    if (host != null) {
      return new OfHost(host);
    }
    String server = ObjectJson.text(json, "nfs", "server");
    return server == null
        ? null
        : new OfServer(server, ObjectJson.textOr("/", json, "nfs", "path"));
  }
}
