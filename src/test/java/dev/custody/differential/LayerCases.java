package dev.custody.differential;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Layers as tools pack them, looked at as deep as custody can. */
final class LayerCases {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  private final Path work;
  private final List<Case> all = new ArrayList<>();
  private final byte[] tar = Images.layer("hello".repeat(2000));

  private LayerCases(Path work) {
    this.work = work;
  }

  static List<Case> all(Path work) throws IOException {
    LayerCases cases = new LayerCases(Files.createDirectory(work));
    cases.sound();
    cases.labels();
    cases.damaged();
    cases.opaque();
    return cases.all;
  }

  private void sound() throws IOException {
    byte[] footer =
        join(
            HexFormat.of().parseHex("1f8b08040000000000ff1a0053471600"),
            Images.utf8("00000000000004d2STARGZ"),
            HexFormat.of().parseHex("010000ffff0000000000000000"));
    add(
        "layer-estargz",
        "eStargz: a gzip member for each file and an empty one at the end",
        join(
            Images.gzip(part(0, 512)),
            Images.gzip(part(512, 7000)),
            Images.gzip(part(7000, tar.length)),
            footer),
        TAR + "+gzip",
        0);
    add(
        "layer-zstd-chunked",
        "zstd:chunked: frames, then skippable frames",
        join(
            Zstd.compress(part(0, 512)),
            Zstd.compress(part(512, 7000)),
            Zstd.compress(part(7000, tar.length)),
            skippable("{\"version\":1,\"entries\":[]}"),
            skippable("\0".repeat(56) + "GNUlInUx")),
        TAR + "+zstd",
        0);
    add(
        "layer-docker-zstd",
        "a docker layer type with zstd",
        Zstd.compress(tar),
        "application/vnd.docker.image.rootfs.diff.tar.zstd",
        0);
    add("layer-empty", "a layer of no bytes", new byte[0], TAR, new byte[0], 0);
    add(
        "layer-empty-tar",
        "a layer of an end marker only",
        Images.gzip(new byte[1024]),
        TAR + "+gzip",
        new byte[1024],
        0);
  }

  /** The bytes decide, as in skopeo; the media type is what registries show. */
  private void labels() throws IOException {
    add(
        "layer-gzip-called-tar",
        "gzip under the media type of a plain tar",
        Images.gzip(tar),
        TAR,
        0);
    add("layer-tar-called-gzip", "a plain tar under the media type of gzip", tar, TAR + "+gzip", 0);
    add(
        "layer-zstd-called-gzip",
        "zstd under the media type of gzip",
        Zstd.compress(tar),
        TAR + "+gzip",
        0);
  }

  private void damaged() throws IOException {
    add(
        "layer-gzip-rubbish",
        "rubbish behind the gzip, which Go's gzip refuses",
        join(Images.gzip(tar), Images.utf8("rubbish longer than eighteen bytes")),
        TAR + "+gzip",
        1);
    add(
        "layer-gzip-zeros",
        "zeros behind the gzip, which Go's gzip refuses",
        join(Images.gzip(tar), new byte[512]),
        TAR + "+gzip",
        1);
    byte[] packed = Images.gzip(tar);
    add(
        "layer-diff-id-of-gzip",
        "the diffID is the digest of the packed layer",
        packed,
        TAR + "+gzip",
        packed,
        1,
        "diffID");
  }

  private void opaque() throws IOException {
    byte[] cipher = new byte[500];
    Arrays.fill(cipher, (byte) 0x8f);
    add(
        "layer-encrypted",
        "an encrypted layer",
        cipher,
        TAR + "+gzip+encrypted",
        tar,
        0,
        "encrypted");
    add(
        "layer-squashfs",
        "a squashfs layer",
        Arrays.copyOf(Images.utf8("hsqs"), 504),
        "application/vnd.sylabs.image.layer.v1.squashfs",
        tar,
        0);
    byte[] erofs = new byte[3076];
    System.arraycopy(HexFormat.of().parseHex("e2e1f5e0"), 0, erofs, 1024, 4);
    add("layer-erofs", "an erofs layer", erofs, "application/vnd.oci.image.layer.erofs", erofs, 0);
  }

  private byte[] part(int from, int to) {
    return Arrays.copyOfRange(tar, from, to);
  }

  private static byte[] skippable(String text) {
    byte[] content = Images.utf8(text);
    return join(new byte[] {0x50, 0x2a, 0x4d, 0x18, (byte) content.length, 0, 0, 0}, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private void add(String name, String what, byte[] blob, String mediaType, int code)
      throws IOException {
    add(name, what, blob, mediaType, tar, code);
  }

  private void add(
      String name,
      String what,
      byte[] blob,
      String mediaType,
      byte[] diff,
      int code,
      String... says)
      throws IOException {
    Layout layout = new Layout();
    Path path =
        layout
            .add(Images.named(layout.image(blob, mediaType, diff), "v1"))
            .tar(work.resolve(name + ".tar"));
    all.add(Case.inspect(name, what, path, code, says).with("--depth", "layers"));
    all.add(Case.inspect(name + "-structure", what + ", not read", path, 0));
  }
}
