package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.CachedBytes;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages of an archive are given up after they were read, and when. */
class PageCacheTest {
  private static final long SEED = 20261123;
  private static final List<Integer> THREADS = List.of(1, 2, 3, 8);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  @TempDir Path directory;

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
            new InspectionRequest(
                null,
                null,
                null,
                Depth.CONTENT,
                true,
                1,
                progress,
                _ -> pages,
                UnpackingLimits.within(() -> Long.MAX_VALUE),
                () -> false));
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

  private static InspectionRequest request(Depth depth, int threads, PageCache cache) {
    return Layouts.request(depth, threads, cache);
  }
}
