package dev.custody.gate;

import static dev.custody.diagnosis.SampleArchive.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.diagnosis.SampleArchive;
import dev.custody.oci.Digest;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.image.RegistryManifest;
import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Samples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a registry's image can differ from the recorded one has its name. */
class ConfirmationTest {
  private static final Digest CONFIG = digest('3');

  static Stream<Arguments> situations() {
    String same = image(MediaType.OCI_MANIFEST, CONFIG, '4', '5');
    String docker = image(MediaType.DOCKER_MANIFEST, CONFIG, '4', '5');
    String packed = image(MediaType.OCI_MANIFEST, CONFIG, 'a', 'b');
    String other = image(MediaType.OCI_MANIFEST, digest('c'), '4', '5');
    Digest itself = read(same).sha256();
    return Stream.of(
        row("as recorded", full(a -> a.manifest = itself), same, "PASS NONE"),
        row("as a compact record has it", compact(a -> a.manifest = itself), same, "PASS NONE"),
        row("by a digest", digestOnly(itself), same, "PASS NONE"),
        row("by sha512", digestOnly(read(same).sha512()), same, "PASS NONE"),
        row("a docker-archive, by its config", full(SampleArchive::docker), docker, "PASS NONE"),
        row(
            "a docker-archive of another image",
            full(SampleArchive::docker),
            other,
            "FAIL ANOTHER_IMAGE"),
        row("layers compressed again", full(a -> {}), packed, "FAIL RECOMPRESSED"),
        row("converted", full(a -> {}), docker, "FAIL CONVERTED"),
        row("formatted anew", full(a -> {}), same, "FAIL OTHER_FORM"),
        row("a compact record knows no layers", compact(a -> {}), packed, "FAIL OTHER_FORM"),
        row("another config", full(a -> {}), other, "FAIL ANOTHER_IMAGE"),
        row(
            "a platform of the recorded index",
            full(a -> {
              a.nested();
              a.platformManifest = itself;
            }),
            same,
            "FAIL PLATFORM_OF_INDEX"),
        row(
            "an index around the recorded image",
            full(a -> a.manifest = digest('2')),
            index('2', '9'),
            "FAIL PLATFORM_OF_INDEX"),
        row("an index without it", full(a -> {}), index('8', '9'), "FAIL OTHER_DIGEST"),
        row(
            "a digest in an index",
            digestOnly(digest('8')),
            index('8', '9'),
            "FAIL PLATFORM_OF_INDEX"),
        row("the config's digest", digestOnly(CONFIG), same, "FAIL DIGEST_KIND"),
        row("a layer's digest", digestOnly(digest('4')), same, "FAIL DIGEST_KIND"),
        row("a digest of something else", digestOnly(digest('f')), same, "FAIL OTHER_DIGEST"),
        row(
            "a record of a step that saw no archive",
            new RecordedEvidence.Full("build.json", Samples.record(null), null),
            same,
            "UNKNOWN NOTHING_TO_COMPARE"),
        row(
            "a record that cannot be read",
            new RecordedEvidence.Unreadable("build.json", "build.json is empty"),
            same,
            "UNKNOWN UNREADABLE_RECORD"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("situations")
  void named(String situation, RecordedEvidence recorded, String manifest, String expected) {
    Confirmation found = Confirmation.of(List.of(recorded), read(manifest));
    assertEquals(expected, found.result() + " " + found.reason(), found::toString);
  }

  /** What is given must all agree; what differs weighs more than what cannot be read. */
  @ParameterizedTest(name = "{0} beside a matching digest")
  @MethodSource("situations")
  void oneThatDiffersDecides(
      String situation, RecordedEvidence recorded, String manifest, String expected) {
    RegistryManifest served = read(manifest);
    Confirmation found = Confirmation.of(List.of(digestOnly(served.sha256()), recorded), served);
    assertEquals(expected, found.result() + " " + found.reason(), found::toString);
  }

  private static Arguments row(
      String situation, RecordedEvidence recorded, String manifest, String expected) {
    return Arguments.of(situation, recorded, manifest, expected);
  }

  private static RecordedEvidence full(Consumer<SampleArchive> change) {
    return new RecordedEvidence.Full("build.json", record(change), null);
  }

  private static RecordedEvidence compact(Consumer<SampleArchive> change) {
    ExecutionRecord record = record(change);
    CompactRecord compact = CompactRecord.of(record, RecordFile.bytes(record));
    return new RecordedEvidence.Compact("--recorded-compact", compact);
  }

  private static RecordedEvidence digestOnly(Digest digest) {
    return new RecordedEvidence.DigestOnly("--digest", digest);
  }

  private static ExecutionRecord record(Consumer<SampleArchive> change) {
    SampleArchive archive = new SampleArchive();
    change.accept(archive);
    return Samples.record(archive.build());
  }

  private static RegistryManifest read(String manifest) {
    try {
      return RegistryManifest.parse(
          manifest.getBytes(StandardCharsets.UTF_8), _ -> false, "manifest");
    } catch (UnreadableArchive e) {
      throw new AssertionError(e);
    }
  }

  private static String image(String type, Digest config, char... layers) {
    StringBuilder list = new StringBuilder();
    for (char layer : layers) {
      list.append(list.isEmpty() ? "" : ",").append(descriptor(digest(layer)));
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(type, descriptor(config), list);
  }

  private static String index(char first, char second) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s,%s]}"
        .formatted(MediaType.OCI_INDEX, descriptor(digest(first)), descriptor(digest(second)));
  }

  private static String descriptor(Digest digest) {
    return "{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"digest\":\"%s\",\"size\":7}"
        .formatted(digest);
  }
}
