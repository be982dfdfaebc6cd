package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.DecompressionMemory;
import dev.custody.oci.read.Hashing;
import dev.custody.oci.read.ZstdWindow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What unpacking layers may cost, and what is said when it would cost more. */
class LayerUnpackingTest extends ArchiveInMemory {
  private static final long STEP = 128L << 20;
  private static final byte[] TAR = Layouts.tar(Map.of("etc/one", Layouts.bytes("one")));
  private static final byte[] HALF = Arrays.copyOf(TAR, 1024);
  private static final byte[] REST = Arrays.copyOfRange(TAR, 1024, TAR.length);

  private static UnpackingLimits within(long memory) {
    return UnpackingLimits.within(() -> memory);
  }

  private ArchiveEvidence inspect(byte[] tar, Depth depth, int threads, UnpackingLimits unpacking) {
    return ImageArchive.inspect(
        Layouts.write(archive, tar),
        Layouts.request(depth, threads, PageCache.UNTOUCHED, unpacking));
  }

  /** The same whatever the number of threads. */
  private ArchiveEvidence layers(Layouts image, UnpackingLimits unpacking) {
    ArchiveEvidence alone = inspect(image.tar(), Depth.LAYERS, 1, unpacking);
    assertEquals(alone, inspect(image.tar(), Depth.LAYERS, 8, unpacking));
    return alone;
  }

  private static Layouts image(String mediaType, byte[] tar, byte[]... packed) {
    Layouts image = new Layouts();
    List<byte[]> tars = new ArrayList<>();
    List<String> layers = new ArrayList<>();
    for (byte[] layer : packed) {
      tars.add(tar);
      layers.add(image.layer(mediaType, layer));
    }
    return image.entry(image.image("amd64", tars, layers), "latest").index();
  }

  private static Layouts zstdImage(byte[]... packed) {
    return image(Layouts.ZSTD_LAYER, TAR, packed);
  }

  /**
   * A frame that claims a window of that size; 17 and 20 are what a streaming compressor writes.
   */
  private static byte[] zstd(byte[] content, int windowLog) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
      zstd.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    byte[] frame = out.toByteArray();
    assertEquals(0, frame[4] & 0x20, "the content is not its own window");
    frame[5] = (byte) ((windowLog - 10) << 3);
    return frame;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  // Windows

  @Test
  void theFirstFramesHeaderSaysWhatItNeeds() {
    assertEquals(new ZstdWindow(8 << 20, false), ZstdWindow.of(zstd(TAR, 23)));
    assertEquals(new ZstdWindow(TAR.length, true), ZstdWindow.of(Zstd.compress(TAR)));
    for (int size : List.of(1, 255, 256, 65791, 65792, 100_000)) {
      assertEquals(
          new ZstdWindow(size, true), ZstdWindow.of(Zstd.compress(new byte[size])), "size " + size);
    }
    byte[] odd = zstd(TAR, 20);
    odd[5] |= 7;
    assertEquals(new ZstdWindow((1 << 20) / 8 * 15, false), ZstdWindow.of(odd));
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0};
    assertEquals(new ZstdWindow(0, true), ZstdWindow.of(skippable));
    assertEquals(new ZstdWindow(0, true), ZstdWindow.of(new byte[] {0x28, (byte) 0xb5}));
  }

  @Test
  void ordinaryWindowsNeedNoMoreThanTheSmallestStepHas() {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    Layouts image =
        zstdImage(
            zstd(TAR, 21),
            zstd(TAR, 23),
            zstd(TAR, 25),
            Zstd.compress(TAR),
            joined(zstd(HALF, 25), skippable, zstd(REST, 25)),
            joined(Zstd.compress(HALF), zstd(REST, 25)));
    ArchiveEvidence evidence = layers(image, within(STEP));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(6, evidence.checks().layersCompared());
  }

  @Test
  void aLargeWindowNeedsAStepThatMayHaveIt() {
    Layouts image = zstdImage(zstd(TAR, 27), zstd(TAR, 20));
    assertEquals(List.of(), layers(image, within(Long.MAX_VALUE)).checks().problems());
    assertEquals(List.of(), layers(image, within(224 << 20)).checks().problems());
    ArchiveEvidence evidence = layers(image, within(STEP));
    assertProblem(
        Kind.UNSUPPORTED,
        "layer 1 (",
        only(evidence),
        "window of 128 MiB",
        "limits.memory to 224Mi");
    assertEquals(1, evidence.checks().layersCompared());
    assertEquals(4, evidence.checks().blobsHashed(), "its digest is checked all the same");
  }

  @Test
  void aWindowAboveTheLargestIsNoDamage() {
    assertProblem(
        Kind.UNSUPPORTED,
        "layer 1 (",
        only(layers(zstdImage(zstd(TAR, 28)), within(Long.MAX_VALUE))),
        "window of 256 MiB, more than 128 MiB",
        "zstd --long=27");
  }

  @Test
  void aLaterFrameMayNotTakeMoreThanTheFirstReserved() {
    Layouts image = zstdImage(joined(zstd(HALF, 21), zstd(REST, 23)));
    assertProblem(
        Kind.UNSUPPORTED,
        "layer 1 (",
        only(layers(image, within(Long.MAX_VALUE))),
        "than its first frame",
        "reserved 2 MiB");
  }

  @Test
  void aPackedArchivesWindowCountsToo() {
    byte[] tar = zstdImage(zstd(TAR, 23)).tar();
    assertEquals(
        List.of(), inspect(zstd(tar, 23), Depth.LAYERS, 2, within(STEP)).checks().problems());
    assertProblem(
        Kind.UNSUPPORTED,
        "/work/image.tar",
        only(inspect(zstd(tar, 26), Depth.STRUCTURE, 1, within(STEP))),
        "limits.memory to 160Mi, or unpack it first");
    assertProblem(
        Kind.UNSUPPORTED,
        "layer 1 (",
        only(inspect(zstd(tar, 26), Depth.LAYERS, 2, within(160 << 20))),
        "8 MiB beside the archive's own of 64 MiB",
        "limits.memory to 168Mi");
  }

  @Test
  void theMemoryLimitIsAskedOnlyWhereItMatters() {
    UnpackingLimits unasked =
        UnpackingLimits.within(() -> {
          throw new AssertionError("asked");
        });
    assertEquals(
        List.of(),
        layers(zstdImage(zstd(TAR, 25), Zstd.compress(TAR)), unasked).checks().problems());
  }

  @Test
  void windowsInFlightStayWithinTheirBudget() throws Exception {
    DecompressionMemory windows = DecompressionMemory.ofLayers(() -> Long.MAX_VALUE, 0);
    AtomicLong taken = new AtomicLong();
    AtomicLong most = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        byte[] start = zstd(TAR, i % 16 == 0 ? 27 : 23);
        all.add(
            threads.submit(() -> {
              try (DecompressionMemory.Lease window = windows.take(Compression.ZSTD, start)) {
                long now = taken.addAndGet(window.bytes());
                most.accumulateAndGet(
                    window.bytes() > (32 << 20) ? now - (96 << 20) : now, Math::max);
                Thread.sleep(2);
                taken.addAndGet(-window.bytes());
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertEquals(32L << 20, most.get(), "four of 8 MiB, or a large one alone");
  }

  // Bombs

  @Test
  void honestZerosPass() {
    byte[] zeros = Layouts.tar(Map.of("zeros", new byte[65 << 20]));
    byte[] packed = Zstd.compress(zeros);
    assertTrue(packed.length * 1100L < zeros.length / 2, "no ratio allows it");
    UnpackingLimits least = new UnpackingLimits(() -> STEP, 1100, 0, 64 << 20);
    assertEquals(
        List.of(),
        layers(image(Layouts.ZSTD_LAYER, zeros, packed), within(STEP)).checks().problems());
    assertEquals(
        List.of(), layers(image(Layouts.ZSTD_LAYER, zeros, packed), least).checks().problems());
  }

  @Test
  void aLayerThatUnpacksToTooMuchIsStopped() {
    byte[] zeros = Layouts.tar(Map.of("zeros", new byte[4 << 20]));
    UnpackingLimits little = new UnpackingLimits(() -> STEP, 10, 3 << 20, 1 << 20);
    for (byte[] packed : List.of(Zstd.compress(zeros), Layouts.gzip(zeros))) {
      String mediaType = packed[0] == 0x28 ? Layouts.ZSTD_LAYER : Layouts.GZIP_LAYER;
      long most = 10L * packed.length + (3 << 20);
      ArchiveEvidence evidence = layers(image(mediaType, zeros, packed), little);
      assertProblem(Kind.TOO_LARGE, "layer 1 (", only(evidence), "more than " + most + " bytes");
      assertEquals(0, evidence.checks().layersCompared());
    }
  }

  @Test
  void manyLayersShareWhatTheyMayUnpackTo() {
    byte[] zeros = Layouts.tar(Map.of("zeros", new byte[2 << 20]));
    byte[] packed = Zstd.compress(zeros);
    byte[] other = Zstd.compress(zeros, 1);
    UnpackingLimits shared = new UnpackingLimits(() -> STEP, 10, 3 << 20, 1 << 20);
    assertEquals(
        List.of(), layers(image(Layouts.ZSTD_LAYER, zeros, packed), shared).checks().problems());
    ArchiveEvidence evidence = layers(image(Layouts.ZSTD_LAYER, zeros, packed, other), shared);
    assertEquals(
        List.of(Kind.TOO_LARGE, Kind.TOO_LARGE),
        evidence.checks().problems().stream().map(Problem::kind).toList());
    assertProblem(
        Kind.TOO_LARGE,
        "layer ",
        evidence.checks().problems().getFirst(),
        " and 1572864 (2 layers share 3145728, each may have at least 1048576)");
  }

  // What was compared

  @Test
  void aLayerThatStopsEarlyIsNotCompared() {
    byte[] gzip = Layouts.gzip(TAR);
    byte[] cut = Arrays.copyOf(gzip, gzip.length - 9);
    assertEquals(
        1,
        layers(image(Layouts.GZIP_LAYER, TAR, gzip, cut, cut), within(STEP))
            .checks()
            .layersCompared(),
        "one of three");
    assertEquals(
        3,
        layers(image(Layouts.GZIP_LAYER, TAR, gzip, gzip, gzip), within(STEP))
            .checks()
            .layersCompared());
  }

  @Test
  void aLayersDiffIdsAreComparedByEveryAlgorithmThatNamesIt() {
    for (boolean right : List.of(true, false)) {
      Layouts images = new Layouts();
      String layer = images.layer(Layouts.GZIP_LAYER, Layouts.gzip(TAR));
      images.entry(images.image("amd64", List.of(TAR), List.of(layer)), "one");
      Digest other = Hashing.of("sha512", right ? TAR : new byte[1]);
      String config =
          images.descriptor(
              MediaType.OCI_CONFIG,
              Layouts.bytes("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + other + "\"]}}"));
      images.entry(images.manifest(config, List.of(layer)), "two").index();
      images.store(archive);
      ArchiveEvidence evidence =
          ImageArchive.inspect(
              archive,
              InspectionRequest.of(
                  ArchiveReference.parse("oci-archive:/work/image.tar:one"), Depth.LAYERS));
      assertEquals(
          right ? List.of() : List.of(other + " " + Hashing.of("sha512", TAR)),
          evidence.checks().problems().stream()
              .map(p -> p.recorded() + " " + p.observed())
              .toList());
    }
  }

  // Notes

  @Test
  void junkDoesNotHideWhatDeservesAWord() {
    Layouts image = Layouts.oneImage();
    for (int i = 0; i < 300; i++) {
      image.files.put("blobs/junk" + i, new byte[0]);
      image.files.put(Blob.nameOf(Layouts.sha256(Layouts.bytes("" + i))), Layouts.bytes("other"));
    }
    List<String> notes = inspect(image.tar(), Depth.LAYERS, 2, within(STEP)).checks().notes();
    assertTrue(notes.contains("201 more notes are not listed"), notes::toString);
    assertEquals(20, notes.stream().filter(n -> n.contains("does not match its digest")).count());
    assertTrue(
        notes.contains("280 more blobs whose content does not match their digest are not listed"),
        notes::toString);
  }

  @Test
  void notesOfOneKindDoNotHideAnother() {
    Problems problems = new Problems();
    for (int i = 0; i < 500; i++) {
      Problems layer = new Problems();
      layer.note("layers with device nodes", "layer " + i + ": 1 device nodes");
      problems.addAll(layer);
    }
    problems.note("layers with setuid files", "layer 501: 1 setuid files");
    assertTrue(problems.notes().contains("layer 501: 1 setuid files"));
    assertTrue(problems.notes().contains("480 more layers with device nodes are not listed"));
    assertEquals(22, problems.notes().size());
  }
}
