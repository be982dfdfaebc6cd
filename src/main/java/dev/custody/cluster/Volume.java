package dev.custody.cluster;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A persistent volume.
 *
 * @param driver the CSI driver, or the kind of a volume without one
 * @param handle what the driver calls it: a CSI handle, or a server and path
 * @param path the directory of a volume that lies on its node; null for others
 */
public record Volume(
    String name,
    @Nullable String driver,
    @Nullable String handle,
    @Nullable String path,
    @Nullable String storageClass) {
  static Volume parse(JsonNode json) {
    JsonNode spec = json.path("spec");
    String name = ObjectJson.textOr("", json, "metadata", "name");
    String storageClass = ObjectJson.text(spec, "storageClassName");
    String driver = ObjectJson.text(spec, "csi", "driver");
    if (driver != null) {
      return new Volume(
          name, driver, ObjectJson.text(spec, "csi", "volumeHandle"), null, storageClass);
    }
    String server = ObjectJson.text(spec, "nfs", "server");
    if (server != null) {
      String path = ObjectJson.textOr("/", spec, "nfs", "path");
      return new Volume(name, "nfs", server + ":" + path, null, storageClass);
    }
    String local = ObjectJson.text(spec, "local", "path");
    String host = ObjectJson.text(spec, "hostPath", "path");
    String path = local == null ? host : local;
    return new Volume(
        name, local != null ? "local" : host != null ? "hostPath" : null, path, path, storageClass);
  }
}
