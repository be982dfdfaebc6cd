package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.Host;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.PodIdentity;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Recorder;
import dev.custody.record.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Situations made for real, with the peers' own exporters, on a real file system. */
class ContentCausesIT {
  /**
   * A file written within one tick of the kernel's clock is born when it was modified, which cannot
   * be told from a file system without birth times; no real export is that fast.
   */
  private static final String TICK = "sleep 0.05; touch image.tar";

  private static final String DAY_AGO = "touch -d '1 day ago' image.tar";

  /** Two images as layouts, {@code one} and {@code two}, made once. */
  @TempDir static Path makers;

  @TempDir Path directory;

  @BeforeAll
  static void makeTwoImages() {
    for (String image : List.of("one", "two")) {
      shell(
          makers,
          """
          umoci init --layout %1$s; umoci new --image %1$s:latest
          mkdir %1$s.root; head -c 200000 /dev/urandom > %1$s.root/content
          umoci insert --image %1$s:latest %1$s.root /data
          """
              .formatted(image));
    }
  }

  /** What happens to image.tar after it was recorded, and the first thing named. */
  static Stream<Arguments> afterTheRecord() {
    return Stream.of(
        Arguments.of("export_image two image.tar", "REWRITTEN_IN_PLACE"),
        Arguments.of("export_image two other.tar; mv other.tar image.tar", "REPLACED"),
        Arguments.of("rm image.tar; export_image two image.tar; " + TICK, "REPLACED"),
        Arguments.of("export_image one other.tar; mv other.tar image.tar", "REEXPORTED_SAME"),
        Arguments.of(DAY_AGO, "TOUCHED"),
        Arguments.of("chmod 0640 image.tar", "METADATA_ONLY"),
        Arguments.of("ln image.tar hard", "METADATA_ONLY"),
        Arguments.of("truncate -s 100000 image.tar", "BEING_WRITTEN"),
        Arguments.of("truncate -s 100000 image.tar; " + DAY_AGO, "BEING_WRITTEN"),
        Arguments.of(": > image.tar; " + DAY_AGO, "BEING_WRITTEN"),
        Arguments.of(
            "printf X | dd of=image.tar bs=1 seek=$(($(stat -c %s image.tar) / 2)) conv=notrunc",
            "CORRUPT_BLOB"),
        Arguments.of("sed -i 's/architecture/Architecture/' image.tar", "INDEX_MANIFEST_MISMATCH"),
        Arguments.of(
            "skopeo copy -q oci:$MAKERS/one:latest docker-archive:d.tar; mv d.tar image.tar",
            "DOCKER_ARCHIVE"),
        Arguments.of("tar -cf image.tar -C $MAKERS one.root; " + DAY_AGO, "NOT_OCI"),
        Arguments.of("echo 'permission denied' > image.tar", "NOT_OCI"),
        Arguments.of(
            "skopeo copy -q oci:$MAKERS/one:latest oci:both:a;"
                + " skopeo copy -q oci:$MAKERS/two:latest oci:both:b;"
                + " tar -cf image.tar -C both .; "
                + DAY_AGO,
            "AMBIGUOUS_INDEX"));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("afterTheRecord")
  void namesWhatWasDone(String command, String cause) {
    shell(directory, "export_image one image.tar; " + TICK);
    ExecutionRecord recorded = observe();
    shell(directory, "sleep 0.05; " + command);
    assertNamed(cause, findings(observe(), recorded), command);
  }

  @Test
  void namesNoCauseAfterAnExportOfTheSameImage() {
    shell(directory, "export_image one image.tar");
    ExecutionRecord recorded = observe();
    shell(directory, "sleep 0.05; export_image one image.tar");
    List<Finding> findings = findings(observe(), recorded);
    assertTrue(findings.stream().allMatch(f -> f.kind() == Finding.Kind.NOTE), findings.toString());
    assertTrue(
        findings.stream().anyMatch(f -> f.cause() == CauseId.REEXPORTED_SAME), findings.toString());
  }

  @Test
  void saysNothingOfAnArchiveThatStays() {
    shell(directory, "export_image one image.tar");
    assertEquals(List.of(), findings(observe(), observe()));
  }

  static Stream<Arguments> kindsOfDigest() {
    return Stream.of(
        kind("config", a -> Objects.requireNonNull(a.image().config()).digest()),
        kind("layer", a -> a.image().layers().getFirst().digest()),
        kind("diffID", a -> a.image().diffIds().getFirst()),
        kind("index.json", a -> Objects.requireNonNull(a.file().indexDigest())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kindsOfDigest")
  void namesAnotherKindOfDigest(String kind, Function<ArchiveEvidence, Digest> digest) {
    shell(directory, "export_image one image.tar");
    ExecutionRecord observed = observe();
    List<Finding> findings =
        CauseSearch.content(
            observed,
            List.of(
                new RecordedEvidence.DigestOnly(
                    "--digest",
                    digest.apply(Objects.requireNonNull(observed.archive().evidence())))));
    assertNamed("DIGEST_KIND_CONFUSION", findings, kind);
    assertTrue(findings.getFirst().summary().contains(kind), findings.toString());
  }

  @Test
  void warnsOfLayersThatAPushWillCompress() {
    shell(
        directory,
        """
        mkdir docker; tar -cf docker/layer.tar -C $MAKERS two.root
        diff_id=$(sha256sum < docker/layer.tar | cut -d' ' -f1)
        printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers",
          "diff_ids":["sha256:%s"]}}' "$diff_id" > docker/config.json
        echo '[{"Config":"config.json","RepoTags":null,"Layers":["layer.tar"]}]' \
          > docker/manifest.json
        tar -cf docker.tar -C docker manifest.json config.json layer.tar
        skopeo copy -q --dest-oci-accept-uncompressed-layers docker-archive:docker.tar \
          oci-archive:image.tar
        """);
    assertNamed("UNCOMPRESSED_LAYERS", findings(observe(), null), "uncompressed layers");
  }

  @Test
  void notesThatTheWholeIsCompressed() {
    shell(directory, "export_image one image.tar; gzip -f image.tar; mv image.tar.gz image.tar");
    assertNamed("COMPRESSED", findings(observe(), null), "gzip");
  }

  private static Arguments kind(String name, Function<ArchiveEvidence, Digest> digest) {
    return Arguments.of(name, digest);
  }

  private static void assertNamed(String cause, List<Finding> findings, String made) {
    assertTrue(!findings.isEmpty(), "nothing named");
    assertEquals(cause, findings.getFirst().cause().id(), findings.toString());
    CauseTable.namedRight(cause, CauseTable.Origin.MADE_FOR_REAL, made.strip());
  }

  private static List<Finding> findings(
      ExecutionRecord observed, @Nullable ExecutionRecord recorded) {
    return CauseSearch.content(
        observed,
        recorded == null
            ? List.of()
            : List.of(new RecordedEvidence.Full("recorded.json", recorded, null)));
  }

  private ExecutionRecord observe() {
    Step step =
        new Step(
            null,
            "run-uid",
            null,
            null,
            null,
            PodIdentity.UNKNOWN,
            null,
            null,
            null,
            "boot-id",
            null);
    return new Recorder(Host.system(Path.of("/")), Clock.systemUTC(), "test")
        .observe(
            new Recorder.Targets(
                directory.resolve("image.tar"),
                InspectionRequest.of(Depth.CONTENT),
                List.of(),
                null,
                new Recorder.Surroundings(List.of(), 1, false)),
            step);
  }

  /** Runs a script that stops at the first failure; {@code export_image IMAGE FILE} is skopeo's. */
  private static void shell(Path directory, String script) {
    try {
      Path log = Files.createTempFile("content-", ".log");
      String prelude =
          "set -eu; export_image() { skopeo copy -q \"oci:$MAKERS/$1:latest\""
              + " \"oci-archive:$2\"; }; skopeo() { command skopeo --insecure-policy \"$@\"; }; ";
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-c", prelude + script)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("MAKERS", makers.toString());
      Process process = builder.start();
      assertEquals(0, process.waitFor(), () -> script + "\n" + text(log));
      Files.delete(log);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(script, e);
    }
  }

  private static String text(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
