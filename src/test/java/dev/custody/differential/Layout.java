package dev.custody.differential;

import dev.custody.differential.Node.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of an image layout, and the ways to store them. */
final class Layout {
  final Map<String, byte[]> blobs = new LinkedHashMap<>();
  final List<Members> entries = new ArrayList<>();

  /** Stores a blob; returns its descriptor. */
  Members blob(String mediaType, byte[] content) {
    blobs.put(Images.blob(content), content);
    return Images.descriptor(mediaType, content);
  }

  Members blob(String mediaType, Node document) {
    return blob(mediaType, Images.utf8(document.text()));
  }

  /** An image of one gzip layer that holds the file {@code file} with this text. */
  Members image(String text, String architecture) {
    return blob(Images.MANIFEST, manifest(text, architecture));
  }

  /** The manifest of such an image; its config and layer are stored. */
  Members manifest(String text, String architecture) {
    byte[] tar = Images.layer(text);
    return manifest(
        blob(Images.CONFIG, Images.config(tar, architecture)),
        blob(Images.LAYER, Images.gzip(tar)));
  }

  static Members manifest(Members config, Members... layers) {
    return Node.object(
        "schemaVersion",
        2,
        "mediaType",
        Images.MANIFEST,
        "config",
        config,
        "layers",
        List.of((Object[]) layers));
  }

  /** An image of one layer whose blob is given. */
  Members image(byte[] layer, String mediaType, byte[] diff) {
    Members config = blob(Images.CONFIG, Images.config(diff, "amd64"));
    return blob(Images.MANIFEST, manifest(config, blob(mediaType, layer)));
  }

  /** Puts a descriptor into index.json. */
  Layout add(Members descriptor) {
    entries.add(descriptor);
    return this;
  }

  /** Stores a manifest and names it in index.json. */
  Layout add(Members manifest, String name) {
    return add(Images.named(blob(Images.MANIFEST, manifest), name));
  }

  byte[] index() {
    return Images.utf8(Node.object("schemaVersion", 2, "manifests", List.copyOf(entries)).text());
  }

  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>(blobs);
    files.put("index.json", index());
    files.put("oci-layout", Images.utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
    return files;
  }

  /** The entries of a tar of these files. */
  static List<Entry> entries(Map<String, byte[]> files) {
    List<Entry> entries = new ArrayList<>();
    files.forEach((name, content) -> entries.add(Entry.file(name, content)));
    return entries;
  }

  List<Entry> tarEntries() {
    return entries(files());
  }

  /** Stores a tar of entries with its end marker. */
  static Path tar(Path path, List<Entry> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entries.forEach(entry -> out.writeBytes(entry.bytes()));
    out.writeBytes(new byte[1024]);
    return Files.write(path, out.toByteArray());
  }

  Path tar(Path path) throws IOException {
    return tar(path, tarEntries());
  }

  Path directory(Path path) throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      Path target = path.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    return path;
  }
}
