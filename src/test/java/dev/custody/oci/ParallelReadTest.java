package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.CachedBytes;
import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the number of threads, the evidence is the same, and every changed byte is found. */
class ParallelReadTest {
  private static final long SEED = 20261123;
  private static final List<Integer> THREADS = List.of(1, 2, 3, 8);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  @TempDir Path directory;

  @Test
  void evidenceDoesNotDependOnThreads() throws IOException {
    for (int damaged : List.of(0, 1, 12)) {
      Layouts image = manyLayers(24);
      for (int i = 0; i < damaged; i++) {
        flip(image.file(image.blob(2 * i)));
      }
      Path tar = image.store(directory.resolve("image.tar"));
      Path layout = image.storeDirectory(directory.resolve("layout" + damaged));
      for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
        for (Path path : List.of(tar, layout)) {
          ArchiveEvidence alone = inspect(path, depth, 1, PageCache.UNTOUCHED);
          assertEquals(damaged == 0, alone.checks().problems().isEmpty());
          for (int threads : THREADS) {
            for (int round = 0; round < 5; round++) {
              assertEquals(
                  alone,
                  inspect(path, depth, threads, PageCache.UNTOUCHED),
                  threads + " threads, " + damaged + " damaged");
            }
          }
        }
      }
    }
  }

  @Test
  void anyFlippedBitIsFoundByAnyNumberOfThreads() throws IOException {
    Layouts image = manyLayers(9);
    byte[] big = new byte[3 * RandomAccessBytes.BUFFER_SIZE + 17];
    random.nextBytes(big);
    image.files.put(Blob.nameOf(Layouts.sha256(big)), big);
    int blobs = (int) image.files.keySet().stream().filter(n -> n.startsWith("blobs/")).count();
    try (FileSystem memory = Jimfs.newFileSystem(Configuration.unix())) {
      Path path = memory.getPath("/work/image.tar");
      Files.createDirectories(path.getParent());
      for (int round = 0; round < 200; round++) {
        byte[] blob = image.file(image.blob(random.nextInt(blobs)));
        byte[] before = blob.clone();
        flip(blob);
        image.store(path);
        System.arraycopy(before, 0, blob, 0, blob.length);
        int threads = THREADS.get(round % THREADS.size());
        ArchiveEvidence evidence = inspect(path, Depth.CONTENT, threads, PageCache.UNTOUCHED);
        assertTrue(
            !evidence.checks().problems().isEmpty()
                || evidence.checks().notes().stream()
                    .anyMatch(n -> n.contains("does not match its digest")),
            "seed " + SEED + ", round " + round);
      }
    }
  }

  @Test
  void aLoneLargeBlobIsReadToItsLastByte() throws IOException {
    Path path = layers((int) (2 * CachedBytes.WINDOW) + 12345).store(large());
    for (int threads : THREADS) {
      for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
        assertEquals(
            List.of(), inspect(path, depth, threads, PageCache.UNTOUCHED).checks().problems());
      }
    }
    byte[] tar = Files.readAllBytes(path);
    for (int round = 0; round < 12; round++) {
      int at = random.nextInt(1 << 20, tar.length - (1 << 16));
      tar[at] ^= 1;
      Files.write(path, tar);
      tar[at] ^= 1;
      assertNotEquals(
          List.of(),
          inspect(path, Depth.LAYERS, THREADS.get(round % THREADS.size()), PageCache.UNTOUCHED)
              .checks()
              .problems(),
          "seed " + SEED + ", offset " + at);
    }
  }

  @Test
  void aThreadWithoutABlobReadsAheadForAnother() {
    // A reader that has done the small one is spare for the large one.
    for (Layouts image : List.of(layers(20 << 20), layers(20 << 20, 1))) {
      Path path = image.store(large());
      for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
        for (int threads : THREADS) {
          Set<String> readers = new ConcurrentSkipListSet<>();
          watched(
              path,
              depth,
              threads,
              file -> file.onRead(() -> readers.add(Thread.currentThread().getName())));
          assertEquals(threads > 1, readers.contains("ahead"), threads + " threads: " + readers);
        }
      }
    }
  }

  @Test
  void twoBlobsAreReadAtTheSameTime() {
    Path path = layers(3 << 20, 3 << 20).store(large());
    for (int threads : List.of(2, 8)) {
      CountDownLatch two = new CountDownLatch(2);
      Set<Thread> readers = ConcurrentHashMap.newKeySet();
      AtomicBoolean met = new AtomicBoolean(true);
      watched(
          path,
          Depth.CONTENT,
          threads,
          file ->
              file.onRead(() -> {
                boolean structure = file.read < 64 << 10;
                if (!structure && readers.add(Thread.currentThread())) {
                  two.countDown();
                  met.compareAndSet(true, reached(two));
                }
              }));
      assertTrue(met.get(), "a reader waited for another, and none came");
      assertEquals(0, two.getCount());
    }
  }

  @Test
  void theLargestBlobIsBegunFirst() throws IOException {
    Layouts image = layers(1 << 10, 1 << 20, 1 << 15, 1 << 18);
    Path layout = image.storeDirectory(directory.resolve("sizes"));
    List<Long> begun = new ArrayList<>();
    ImageArchive.inspect(
        layout,
        request(Depth.CONTENT, 1, PageCache.UNTOUCHED),
        path -> {
          begun.add(Files.size(path));
          return RandomAccessBytes.open(path);
        });
    List<Long> layers = begun.stream().filter(size -> size > 1 << 10).toList();
    assertEquals(4, layers.size(), begun::toString);
    assertEquals(layers.stream().sorted(Comparator.reverseOrder()).toList(), layers);
  }

  @Test
  void aFailingReadIsToldWithItsPlaceByAnyNumberOfThreads() {
    Path path = layers(20 << 20).store(large());
    int broken = 10 << 20;
    for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
      for (int threads : THREADS) {
        List<Problem> problems =
            watched(path, depth, threads, file -> file.breakBetween(broken, broken + 512))
                .checks()
                .problems();
        assertEquals(1, problems.size(), problems::toString);
        Matcher said =
            Pattern.compile("layer 1 .* failed at offset ([0-9]+): Input/output error")
                .matcher(problems.getFirst().message());
        assertTrue(said.find(), problems::toString);
        int offset = Integer.parseInt(said.group(1));
        assertTrue(
            offset <= broken && offset > broken - RandomAccessBytes.BUFFER_SIZE,
            problems::toString);
      }
    }
  }

  private static ArchiveEvidence inspect(Path path, Depth depth, int threads, PageCache cache) {
    return ImageArchive.inspect(path, request(depth, threads, cache));
  }

  private static ArchiveEvidence watched(
      Path path, Depth depth, int threads, Consumer<FakeBytes> how) {
    return ImageArchive.inspect(
        path,
        request(depth, threads, PageCache.UNTOUCHED),
        p -> {
          FakeBytes bytes = new FakeBytes(RandomAccessBytes.open(p));
          how.accept(bytes);
          return bytes;
        });
  }

  private static InspectionRequest request(Depth depth, int threads, PageCache cache) {
    return Layouts.request(depth, threads, cache);
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path large() {
    return directory.resolve("large.tar");
  }

  /** An image with uncompressed layers that hold so many bytes each. */
  private Layouts layers(int... sizes) {
    Layouts image = new Layouts();
    List<byte[]> tars = new ArrayList<>();
    for (int size : sizes) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      tars.add(Layouts.tar(Map.of("data", content)));
    }
    List<String> layers = tars.stream().map(tar -> image.layer(Layouts.TAR_LAYER, tar)).toList();
    image.entry(image.image("amd64", tars, layers), "latest");
    return image.index();
  }

  private Layouts manyLayers(int count) {
    Layouts image = new Layouts();
    List<byte[]> tars = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[random.nextInt(1, 200_000)];
      random.nextBytes(content);
      byte[] tar = Layouts.tar(Map.of("file" + i, content));
      tars.add(tar);
      layers.add(
          switch (i % 3) {
            case 0 -> image.layer(Layouts.GZIP_LAYER, Layouts.gzip(tar));
            case 1 -> image.layer(Layouts.ZSTD_LAYER, Zstd.compress(tar));
            default -> image.layer(Layouts.TAR_LAYER, tar);
          });
    }
    image.entry(image.image("amd64", tars, layers), "latest");
    return image.index();
  }

  private void flip(byte[] bytes) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
  }
}
