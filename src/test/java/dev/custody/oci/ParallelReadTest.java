package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.read.CachedBytes;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.UnpackingLimits;
import dev.custody.oci.store.Blob;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
                || evidence.checks().notes().stream().anyMatch(n -> n.contains("does not hash")),
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

  @Test
  void onlyPagesThatWereNotCachedAreGivenUp() throws Exception {
    int perRegion = (int) (CachedBytes.REGION / CachedBytes.WINDOW);
    for (int threads : THREADS) {
      // What is left after nine regions is judged with the ninth.
      SimulatedFile file = new SimulatedFile(9 * CachedBytes.REGION + 12345);
      Set<Integer> others = new TreeSet<>();
      for (int region = 0; region < 9; region += 3) {
        for (int i = 0; i < perRegion; i++) {
          others.add(region * perRegion + i);
        }
      }
      file.held.addAll(others);
      // Of two regions a part was there: they are not taken for regions that others use.
      file.held.add(perRegion);
      file.held.add(4 * perRegion + perRegion / 2);
      try (CachedBytes bytes = new CachedBytes(file, file)) {
        readAll(bytes, threads);
      }
      assertEquals(others, file.held, threads + " threads");
      assertTrue(file.closed);
    }
  }

  @Test
  void pagesAreGivenUpWhileTheRestIsRead() throws IOException {
    SimulatedFile file = new SimulatedFile(4 * CachedBytes.REGION);
    try (CachedBytes bytes = new CachedBytes(file, file)) {
      // Blobs begin at a block of a tar, not at a border of ours.
      RangeStream stream = RangeStream.ofContent(bytes, 1536, bytes.size() - 1536);
      byte[] buffer = new byte[RandomAccessBytes.BUFFER_SIZE];
      while (stream.read(buffer, 0, buffer.length) > 0) {
        assertTrue(file.held.size() <= 2, file.held + " are cached");
      }
    }
  }

  @Test
  void whatIsReadTwiceIsGivenUpTheSecondTime() throws Exception {
    SimulatedFile file = new SimulatedFile(4 * CachedBytes.REGION);
    int windows = SimulatedFile.window(file.size() - 1) + 1;
    try (CachedBytes bytes = new CachedBytes(file, file)) {
      bytes.again(true);
      readAll(bytes, 2);
      assertEquals(windows, file.held.size());
      bytes.again(false);
      byte[] buffer = new byte[RandomAccessBytes.BUFFER_SIZE];
      RangeStream stream = RangeStream.ofContent(bytes, 0, bytes.size());
      while (stream.read(buffer, 0, buffer.length) > 0) {}
      assertEquals(1, file.held.size(), "all but the last, which nothing has passed");
    }
    assertEquals(Set.of(), file.held);
  }

  @Test
  void aLargeFileIsGivenUpAlsoWhereItIsReadTwice() throws Exception {
    SimulatedFile file = new SimulatedFile(CachedBytes.KEPT + CachedBytes.REGION);
    try (CachedBytes bytes = new CachedBytes(file, file)) {
      bytes.again(true);
      RangeStream stream = RangeStream.ofContent(bytes, 0, bytes.size());
      byte[] buffer = new byte[1 << 20];
      while (stream.read(buffer, 0, buffer.length) > 0) {
        assertTrue(file.held.size() <= 2, file.held + " are cached");
      }
    }
  }

  @Test
  void anArchiveThatIsHashedItselfStaysCachedUntilThen() throws IOException {
    byte[] layer = Layouts.tar(Map.of("data", new byte[(int) (5 * CachedBytes.WINDOW)]));
    Layouts image = new Layouts();
    image.entry(
        image.image("amd64", List.of(layer), List.of(image.layer(Layouts.TAR_LAYER, layer))),
        "latest");
    Path path = image.index().store(directory.resolve("twice.tar"));
    long[] hashed = {0};
    SimulatedFile pages =
        new SimulatedFile(Files.size(path)) {
          @Override
          public void drop(long offset, long length) {
            assertTrue(hashed[0] >= layer.length, "given up after " + hashed[0] + " bytes");
            super.drop(offset, length);
          }
        };
    Progress progress =
        new Progress() {
          @Override
          public void total(long bytes) {}

          @Override
          public void advance(long bytes) {
            hashed[0] += bytes;
          }
        };
    ArchiveEvidence evidence =
        ImageArchive.inspect(
            path,
            new ImageArchive.Request(
                null,
                null,
                null,
                Depth.CONTENT,
                true,
                1,
                progress,
                _ -> pages,
                UnpackingLimits.within(() -> Long.MAX_VALUE)));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(Layouts.sha256(Files.readAllBytes(path)), evidence.file().digest());
    assertTrue(pages.dropped.size() > 5, pages.dropped::toString);
  }

  @Test
  void anInspectionGivesUpWhatItReads() throws IOException {
    byte[] content = new byte[(int) (5 * CachedBytes.WINDOW)];
    random.nextBytes(content);
    byte[] layer = Layouts.tar(Map.of("data", content));
    byte[] packed = Zstd.compress(layer);
    Layouts image = new Layouts();
    image.entry(
        image.image("amd64", List.of(layer), List.of(image.layer(Layouts.ZSTD_LAYER, packed))),
        "latest");
    Path path = image.index().store(directory.resolve("cached.tar"));
    for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
      for (int threads : THREADS) {
        SimulatedFile pages = new SimulatedFile(Files.size(path));
        assertEquals(List.of(), inspect(path, depth, threads, _ -> pages).checks().problems());
        int windows = SimulatedFile.window(Files.size(path) - 1) + 1;
        assertEquals(windows, pages.dropped.size(), depth + ", " + threads + " threads");
        assertTrue(pages.closed);
      }
    }
  }

  /** Blobs that begin and end anywhere, each read by one of several threads. */
  private static void readAll(RandomAccessBytes bytes, int threads) throws Exception {
    long blob = CachedBytes.WINDOW * 5 / 3;
    AtomicLong next = new AtomicLong();
    try (ExecutorService readers = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> started = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        started.add(
            readers.submit(() -> {
              byte[] buffer = new byte[RandomAccessBytes.BUFFER_SIZE];
              for (long at; (at = next.getAndAdd(blob)) < bytes.size(); ) {
                long length = Math.min(blob, bytes.size() - at);
                RangeStream stream = RangeStream.ofContent(bytes, at, length);
                while (stream.read(buffer, 0, buffer.length) > 0) {}
              }
              return null;
            }));
      }
      for (Future<?> reader : started) {
        reader.get();
      }
    }
  }

  /** A file without content, and its windows as the kernel would hold them. */
  private static class SimulatedFile implements RandomAccessBytes, PageCache.Pages {
    private final long size;
    private final Set<Integer> held = new ConcurrentSkipListSet<>();
    private final Set<Integer> dropped = new ConcurrentSkipListSet<>();
    private boolean closed;

    SimulatedFile(long size) {
      this.size = size;
    }

    private static int window(long offset) {
      return (int) (offset / CachedBytes.WINDOW);
    }

    @Override
    public int read(ByteBuffer target, long position) {
      int n = (int) Math.min(target.remaining(), size - position);
      target.position(target.position() + n);
      held.add(window(position));
      held.add(window(position + n - 1));
      return n;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public boolean holds(long offset) {
      return held.contains(window(offset));
    }

    @Override
    public void drop(long offset, long length) {
      assertEquals(0, offset % CachedBytes.WINDOW);
      for (int i = window(offset); i <= window(offset + length - 1); i++) {
        held.remove(i);
        dropped.add(i);
      }
    }

    @Override
    public void close() {
      closed = true;
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

  private static ImageArchive.Request request(Depth depth, int threads, PageCache cache) {
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
