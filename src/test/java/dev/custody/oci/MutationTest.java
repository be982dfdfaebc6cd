package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.tar.TarReaderTest;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Random damage: whatever it is, the reader answers, soon, and never calls a changed blob good. */
class MutationTest {
  private static final long SEED = 20260102;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  @Test
  void anyDamageIsAnswered() throws IOException {
    Layouts images = new Layouts();
    String index =
        images.descriptor(
            MediaType.OCI_INDEX,
            Layouts.bytes(
                "{\"manifests\":[" + Layouts.platform(images.image("amd64"), "amd64") + "]}"));
    byte[] tar = images.entry(index, "multi").index().tar();
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path path = memory.getPath("/work/image.tar");
      assertTimeoutPreemptively(
          PATIENCE,
          () -> {
            for (byte[] seed : List.of(tar, Layouts.gzip(tar), Zstd.compress(tar))) {
              for (int i = 0; i < 3000; i++) {
                Layouts.write(path, mutate(seed));
                ArchiveEvidence evidence =
                    ImageArchive.inspect(path, InspectionRequest.of(Depth.LAYERS));
                for (Problem problem : evidence.checks().problems()) {
                  assertTrue(problem.message().contains("/work/image.tar"), problem::message);
                }
              }
            }
          },
          "seed " + SEED);
    }
  }

  @Test
  void anyFlippedBitInABlobIsFound() throws IOException {
    Layouts image = Layouts.oneImage();
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path path = memory.getPath("/work/image.tar");
      for (int i = 0; i < 300; i++) {
        byte[] blob = image.file(image.blob(random.nextInt(5)));
        int at = random.nextInt(blob.length);
        byte before = blob[at];
        blob[at] ^= (byte) (1 << random.nextInt(8));
        image.store(path);
        blob[at] = before;
        ArchiveEvidence evidence = ImageArchive.inspect(path, InspectionRequest.of(Depth.CONTENT));
        assertNotEquals(List.of(), evidence.checks().problems(), "seed " + SEED + ", round " + i);
      }
    }
  }

  /** Overwrites, cuts, doubles or shifts a few places, often in the structure-heavy parts. */
  private byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 3 -> {
          int length = Math.min(random.nextInt(1, 600), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
        case 4 -> {
          // A header whose checksum is made to fit, so that the damage gets further.
          int block = at / 512 * 512;
          if (block + 512 <= bytes.length) {
            byte[] header = Arrays.copyOfRange(bytes, block, block + 512);
            header[random.nextInt(512)] = (byte) random.nextInt();
            System.arraycopy(TarReaderTest.seal(header), 0, bytes, block, 512);
          }
        }
        default -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 9), (byte) '9');
      }
    }
    return bytes;
  }
}
