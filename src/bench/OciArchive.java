import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An OCI archive being written. A blob is named after its content, so its header comes last. */
final class OciArchive implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int MIB = 1 << 20;
  private static final byte[] NOISE = noise();

  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  record Blob(String digest, long size) {
    String descriptor(String type) {
      return "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
          .formatted(type, digest, size);
    }
  }

  record Layer(String packing, Blob blob, String diffId) {}

  private final FileChannel file;
  private final List<Layer> layers = new ArrayList<>();

  OciArchive(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Layers of noise, all different; nothing that unpacks them would get far. */
  static Path ofNoise(Path path, int layers, long size) throws IOException {
    try (OciArchive archive = new OciArchive(path)) {
      for (int i = 0; i < layers; i++) {
        long stamp = i;
        Blob blob = archive.blob(out -> noise(out, stamp, size));
        archive.layers.add(new Layer("", blob, blob.digest()));
      }
    }
    return path;
  }

  /** One layer that is a hole in the file; its digest is made up. */
  static Path ofHole(Path path, long size) throws IOException {
    try (OciArchive archive = new OciArchive(path)) {
      Blob blob = new Blob(hex(sha256().digest(utf8("hole of " + size))), size);
      archive.layers.add(new Layer("", blob, blob.digest()));
      archive.file.write(ByteBuffer.wrap(header("blobs/sha256/" + blob.digest(), size)));
      archive.file.position(archive.file.position() + size + padding(size));
    }
    return path;
  }

  /**
   * @param packed the layers as files
   * @param diffIds of the layers, in the same order
   */
  static Path ofLayers(Path path, String packing, List<Path> packed, List<String> diffIds)
      throws IOException {
    try (OciArchive archive = new OciArchive(path)) {
      for (int i = 0; i < packed.size(); i++) {
        Path layer = packed.get(i);
        Blob blob = archive.blob(out -> Files.copy(layer, out));
        archive.layers.add(new Layer(packing, blob, diffIds.get(i)));
      }
    }
    return path;
  }

  /** Packs a tar of text, about a third of its size once packed, and returns its diffID. */
  static String pack(Path to, String packer, long seed, int mebibytes)
      throws IOException, InterruptedException {
    byte[] text = text(seed);
    MessageDigest digest = sha256();
    Process process = new ProcessBuilder(packer, "-c").redirectOutput(to.toFile()).start();
    try (OutputStream out = new DigestOutputStream(process.getOutputStream(), digest)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(header("text/" + i, MIB));
        out.write(text, i * MIB % text.length, MIB);
      }
      out.write(new byte[2 * BLOCK]);
    }
    if (process.waitFor() != 0) {
      throw new IOException(packer + " exited with " + process.exitValue());
    }
    return hex(digest.digest());
  }

  /** Writes what names the layers. */
  @Override
  public void close() throws IOException {
    try (file) {
      Blob config =
          blob(
              "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                  + join(layer -> "\"sha256:" + layer.diffId() + "\"")
                  + "]}}");
      Blob manifest =
          blob(
              "{\"schemaVersion\":2,\"config\":"
                  + config.descriptor("config.v1+json")
                  + ",\"layers\":["
                  + join(layer -> layer.blob().descriptor("layer.v1.tar" + layer.packing()))
                  + "]}");
      String index =
          "{\"schemaVersion\":2,\"manifests\":[" + manifest.descriptor("manifest.v1+json") + "]}";
      entry("index.json", index);
      entry("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
      file.write(ByteBuffer.allocate(2 * BLOCK));
    }
  }

  private String join(Function<Layer, String> json) {
    return layers.stream().map(json).collect(Collectors.joining(","));
  }

  private Blob blob(String json) throws IOException {
    return blob(out -> out.write(utf8(json)));
  }

  private Blob blob(Content content) throws IOException {
    long start = file.position();
    file.position(start + BLOCK);
    MessageDigest digest = sha256();
    content.writeTo(new DigestOutputStream(Channels.newOutputStream(file), digest));
    Blob blob = new Blob(hex(digest.digest()), file.position() - start - BLOCK);
    file.write(ByteBuffer.allocate(padding(blob.size())));
    file.write(ByteBuffer.wrap(header("blobs/sha256/" + blob.digest(), blob.size())), start);
    return blob;
  }

  private void entry(String name, String json) throws IOException {
    byte[] content = utf8(json);
    file.write(ByteBuffer.wrap(header(name, content.length)));
    file.write(ByteBuffer.wrap(content));
    file.write(ByteBuffer.allocate(padding(content.length)));
  }

  /**
   * Of a regular file, 0644, root; a size that eleven octal digits cannot hold goes in base 256.
   */
  private static byte[] header(String name, long size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    if (size < 1L << 33) {
      put(header, 124, "%011o".formatted(size));
    } else {
      ByteBuffer.wrap(header).put(124, (byte) 0x80).putLong(128, size);
    }
    put(header, 136, "00000000000\0" + "        " + "0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += Byte.toUnsignedInt(b);
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(utf8(text), 0, header, at, text.length());
  }

  private static int padding(long size) {
    return (int) -size & BLOCK - 1;
  }

  private static byte[] noise() {
    byte[] noise = new byte[MIB];
    new SplittableRandom(1).nextBytes(noise);
    return noise;
  }

  private static void noise(OutputStream out, long stamp, long size) throws IOException {
    out.write(ByteBuffer.allocate(Long.BYTES).putLong(stamp).array());
    for (long left = size - Long.BYTES; left > 0; left -= NOISE.length) {
      out.write(NOISE, 0, (int) Math.min(left, NOISE.length));
    }
  }

  /** Frequent words and rare ones, more of them than a packer's window holds. */
  private static byte[] text(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[][] words = new byte[8192][];
    for (int i = 0; i < words.length; i++) {
      words[i] = new byte[random.nextInt(3, 12)];
      for (int j = 1; j < words[i].length; j++) {
        words[i][j] = (byte) random.nextInt('a', 'z' + 1);
      }
      words[i][0] = ' ';
    }
    ByteBuffer text = ByteBuffer.allocate(32 * MIB);
    while (text.hasRemaining()) {
      byte[] word = words[(int) (Math.pow(random.nextDouble(), 3) * words.length)];
      text.put(word, 0, Math.min(word.length, text.remaining()));
    }
    return text.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
