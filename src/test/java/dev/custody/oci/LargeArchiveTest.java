package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.tar.TarReaderTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How little of a large archive is read. The file is sparse: it takes kilobytes of disk. */
class LargeArchiveTest {
  private static final long NINE_GIB = 9L << 30;

  @Test
  void readsLessThanAMebibyteOfNineGibibytes(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("large.tar");
    Layouts image = storeNineGib(path);
    List<FakeBytes> opened = new ArrayList<>();
    ArchiveEvidence evidence = inspect(path, opened);
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(image.digest(0), evidence.image().digest());
    assertEquals(NINE_GIB, evidence.image().layers().getFirst().size());
    assertTrue(evidence.file().size() > NINE_GIB);
    assertTrue(opened.getFirst().read < 32 * 1024, () -> opened.getFirst().read + " bytes");
  }

  @Test
  void readsOnlyTheWindowAroundEachHeader(@TempDir Path directory) throws IOException {
    Layouts image = new Layouts();
    List<String> layers = new ArrayList<>();
    List<byte[]> tars = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] tar = new byte[20_000];
      tar[0] = (byte) i;
      tars.add(tar);
      layers.add(image.layer("application/octet-stream", tar));
    }
    image.entry(image.image("amd64", tars, layers), "latest").index();
    List<FakeBytes> opened = new ArrayList<>();
    ArchiveEvidence evidence = inspect(image.store(directory.resolve("many.tar")), opened);
    assertEquals(List.of(), evidence.checks().problems());
    long most = 202 * 4096 + 2 * evidence.checks().bytesHashed() + 128 * 1024;
    assertTrue(opened.getFirst().read < most, () -> opened.getFirst().read + " bytes");
  }

  /** Each is as large as Go allows; 50 GiB of them would keep a walk busy for a minute or more. */
  @Test
  void fiftyGibibytesOfExtensionHeadersAreRefusedAfterFiftyMebibytes(@TempDir Path directory)
      throws IOException {
    Path path = directory.resolve("long-names.tar");
    byte[] header = TarReaderTest.header("././@LongLink", 'L', Integer.toOctalString(1 << 20));
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < 60; i++) {
        out.write(ByteBuffer.wrap(header), i * ((1L << 20) + header.length));
      }
      out.write(ByteBuffer.wrap(new byte[1]), (50L << 30) - 1);
    }
    List<FakeBytes> opened = new ArrayList<>();
    Problem problem = inspect(path, opened).checks().problems().getFirst();
    assertEquals(Problem.Kind.TOO_LARGE, problem.kind());
    assertTrue(problem.message().contains("bytes of extension headers"), problem.message());
    assertTrue(opened.getFirst().read < 52 << 20, () -> opened.getFirst().read + " bytes");
  }

  /** An image whose one layer has nine GiB of zeros (and not the digest it claims). */
  static Layouts storeNineGib(Path path) throws IOException {
    Layouts image = new Layouts();
    Digest layer = Layouts.sha256(Layouts.bytes("never read"));
    String descriptor =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
            .formatted(Layouts.TAR_LAYER, layer, NINE_GIB);
    image.entry(image.image("amd64", List.of(new byte[0]), List.of(descriptor)), "latest").index();
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] record = Layouts.bytes("19 size=" + NINE_GIB + "\n");
      out.write(
          ByteBuffer.wrap(TarReaderTest.header("x", 'x', Integer.toOctalString(record.length))));
      out.write(ByteBuffer.wrap(record));
      out.position(1024);
      out.write(ByteBuffer.wrap(TarReaderTest.header(Blob.nameOf(layer), '0', "00000000000")));
      out.position(1536 + NINE_GIB);
      out.write(ByteBuffer.wrap(image.tar()));
    }
    return image;
  }

  private static ArchiveEvidence inspect(Path path, List<FakeBytes> opened) {
    return ImageArchive.inspect(
        path, InspectionRequest.of(Depth.STRUCTURE), FakeBytes.counting(opened));
  }
}
