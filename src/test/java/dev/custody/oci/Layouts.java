package dev.custody.oci;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.read.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Builds an image layout in memory, sound unless a test makes it otherwise, and stores it. */
public final class Layouts {
  /** The files of the layout, in the order in which a tar gets them. */
  public final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Descriptors in index.json. */
  public final List<String> entries = new ArrayList<>();

  public static final String GZIP_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String ZSTD_LAYER = "application/vnd.oci.image.layer.v1.tar+zstd";
  public static final String TAR_LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** One image named {@code latest} with three layers: gzip, zstd and not compressed. */
  public static Layouts oneImage() {
    Layouts layouts = new Layouts();
    layouts.entry(layouts.image("amd64"), "latest");
    return layouts.index();
  }

  /** An image's manifest descriptor, without a name. */
  public String image(String architecture) {
    byte[] one = tar(Map.of("etc/one", bytes("one " + architecture)));
    byte[] two = tar(Map.of("etc/two", bytes("two " + architecture)));
    byte[] three = tar(Map.of("etc/three", bytes("three " + architecture)));
    return image(
        architecture,
        List.of(one, two, three),
        List.of(
            layer(GZIP_LAYER, gzip(one)),
            layer(ZSTD_LAYER, Zstd.compress(two)),
            layer(TAR_LAYER, three)));
  }

  public String image(String architecture, List<byte[]> tars, List<String> layers) {
    List<String> diffIds = tars.stream().map(tar -> "\"" + sha256(tar) + "\"").toList();
    String config =
        "{\"created\":\"2026-01-02T03:04:05Z\",\"architecture\":\""
            + architecture
            + "\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + String.join(",", diffIds)
            + "]}}";
    return manifest(descriptor(MediaType.OCI_CONFIG, bytes(config)), layers);
  }

  /** An image of one uncompressed layer: no version of skopeo changes an index of such. */
  public String plain(String architecture) {
    byte[] tar = bytes("a layer of " + architecture);
    return image(architecture, List.of(tar), List.of(layer(TAR_LAYER, tar)));
  }

  public String manifest(String config, List<String> layers) {
    return descriptor(
        MediaType.OCI_MANIFEST,
        bytes(
            "{\"schemaVersion\":2,\"config\":"
                + config
                + ",\"layers\":["
                + String.join(",", layers)
                + "]}"));
  }

  /** An index of one manifest, which it stores. */
  public String nested(String manifest) {
    return descriptor(
        MediaType.OCI_INDEX, bytes("{\"schemaVersion\":2,\"manifests\":[" + manifest + "]}"));
  }

  public String layer(String mediaType, byte[] content) {
    return descriptor(mediaType, content);
  }

  /** Stores a blob and describes it. */
  public String descriptor(String mediaType, byte[] content) {
    Digest digest = sha256(content);
    files.put(Blob.nameOf(digest), content);
    return "{\"mediaType\":\""
        + mediaType
        + "\",\"digest\":\""
        + digest
        + "\",\"size\":"
        + content.length
        + "}";
  }

  /** Adds members to a descriptor. */
  public static String with(String descriptor, String members) {
    return descriptor.substring(0, descriptor.length() - 1) + "," + members + "}";
  }

  public static String platform(String descriptor, String architecture) {
    return with(
        descriptor, "\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}");
  }

  public Layouts entry(String descriptor, String name) {
    entries.add(
        with(descriptor, "\"annotations\":{\"" + Descriptor.REF_NAME + "\":\"" + name + "\"}"));
    return this;
  }

  /** Writes index.json and oci-layout as they stand now. */
  public Layouts index() {
    return index("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
  }

  public Layouts index(String json) {
    files.put("index.json", bytes(json));
    files.put("oci-layout", bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    return this;
  }

  /** The blob name of the nth blob stored. */
  public String blob(int n) {
    return files.keySet().stream().filter(f -> f.startsWith("blobs/")).toList().get(n);
  }

  /** The digest that index.json gives its nth entry. */
  public Digest digest(int n) {
    String entry = entries.get(n);
    int at = entry.indexOf("sha256:");
    return Digest.parse(entry.substring(at, at + 71));
  }

  public byte[] file(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    return content;
  }

  public byte[] tar() {
    return tar(files);
  }

  public Path store(Path path) {
    return write(path, tar());
  }

  public Path storeDirectory(Path root) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return root;
  }

  public static Path write(Path path, byte[] content) {
    try {
      return Files.write(path, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        put(tar, new TarArchiveEntry(file.getKey(), true), file.getValue());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  public static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** The only image, in silence. */
  public static InspectionRequest request(Depth depth, int threads, PageCache cache) {
    return request(depth, threads, cache, UnpackingLimits.within(() -> Long.MAX_VALUE));
  }

  public static InspectionRequest request(
      Depth depth, int threads, PageCache cache, UnpackingLimits unpacking) {
    return new InspectionRequest(
        null, null, null, depth, false, threads, Progress.NONE, cache, unpacking, () -> false);
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  public static Digest sha256(byte[] content) {
    return Hashing.of("sha256", content);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
