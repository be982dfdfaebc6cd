package dev.custody.differential;

import dev.custody.differential.Node.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The parts of sound images, as JSON trees and bytes. */
final class Images {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  static final String REF_NAME = "org.opencontainers.image.ref.name";

  private Images() {}

  /** A layer of one file, as tar. */
  static byte[] layer(String content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Entry.file("file", utf8(content)).bytes());
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  static Members config(byte[] layer, String architecture) {
    return Node.object(
        "created",
        "2026-01-02T03:04:05Z",
        "architecture",
        architecture,
        "os",
        "linux",
        "config",
        Node.object("Labels", Node.object("a", "b")),
        "rootfs",
        Node.object("type", "layers", "diff_ids", List.of(digest(layer))),
        "history",
        List.of(Node.object("created", "2026-01-02T03:04:05Z", "created_by", "test")));
  }

  static Members manifest(byte[] config, byte[] layerBlob) {
    return Node.object(
        "schemaVersion", 2,
        "mediaType", MANIFEST,
        "config", descriptor(CONFIG, config),
        "layers", List.of(descriptor(LAYER, layerBlob)),
        "annotations", Node.object("a", "b"));
  }

  static Members index(Members... descriptors) {
    return Node.object(
        "schemaVersion", 2, "mediaType", INDEX, "manifests", List.of((Object[]) descriptors));
  }

  static Members descriptor(String mediaType, byte[] content) {
    return Node.object("mediaType", mediaType, "digest", digest(content), "size", content.length);
  }

  static Members platform(Members descriptor, String architecture) {
    descriptor.put("platform", Node.object("architecture", architecture, "os", "linux"));
    return descriptor;
  }

  static Members named(Members descriptor, String name) {
    descriptor.put("annotations", Node.object(REF_NAME, name));
    return descriptor;
  }

  static Members dockerItem(String config, String layer) {
    return Node.object("Config", config, "RepoTags", List.of("app:1"), "Layers", List.of(layer));
  }

  static String digest(byte[] content) {
    return "sha256:" + hex(content);
  }

  /** By sha256, sha384 or sha512. */
  static String digest(String algorithm, byte[] content) {
    return algorithm + ":" + hex(algorithm, content);
  }

  static String hex(byte[] content) {
    return hex("sha256", content);
  }

  private static String hex(String algorithm, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("sha", "SHA-"));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static String blob(byte[] content) {
    return "blobs/sha256/" + hex(content);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
