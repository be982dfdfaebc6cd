package dev.custody.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The archive that the start-up cache is trained on. */
final class TrainingArchive {
  /** So many that output fills its buffers often, and every way of filling them is learnt. */
  private static final int LAYERS = 300;

  private TrainingArchive() {}

  /** A small OCI archive: one layer, uncompressed, that holds nothing. */
  static byte[] bytes() throws Exception {
    byte[] layer = new byte[1024];
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"1970-01-01T00:00:00Z\","
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
            + (digest(layer) + "\",\"").repeat(LAYERS - 1)
            + digest(layer)
            + "\"]}}";
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", utf8(config), "")
            + ",\"layers\":["
            + (descriptor("application/vnd.oci.image.layer.v1.tar", layer, "") + ",")
                .repeat(LAYERS - 1)
            + descriptor("application/vnd.oci.image.layer.v1.tar", layer, "")
            + "]}";
    String index =
        "{\"schemaVersion\":2,\"manifests\":["
            + descriptor(
                "application/vnd.oci.image.manifest.v1+json",
                utf8(manifest),
                ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}")
            + "]}";
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] blob : List.of(layer, utf8(config), utf8(manifest))) {
      entry(tar, "blobs/sha256/" + digest(blob).substring(7), blob);
    }
    entry(tar, "index.json", utf8(index));
    entry(tar, "oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    tar.write(new byte[1024]);
    return tar.toByteArray();
  }

  private static String descriptor(String mediaType, byte[] blob, String more) throws Exception {
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + digest(blob)
        + "\",\"size\":"
        + blob.length
        + more
        + "}";
  }

  private static String digest(byte[] blob) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void entry(ByteArrayOutputStream tar, String name, byte[] content)
      throws IOException {
    tar.write(Ustar.header(name, '0', 0644, content.length));
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512]);
  }
}
