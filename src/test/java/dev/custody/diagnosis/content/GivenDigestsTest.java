package dev.custody.diagnosis.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.custody.diagnosis.SampleArchive;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several digests that were given, the one that differs is shown. */
class GivenDigestsTest {
  private static final Digest OTHER = SampleArchive.digest('f');
  private static final Digest ANOTHER = SampleArchive.digest('0');

  private final SampleArchive sample = new SampleArchive();

  private ContentEvidence given(Digest... digests) {
    ArchiveEvidence archive = sample.build();
    return new ContentEvidence(Samples.record(archive), archive, List.of(), List.of(digests));
  }

  @Test
  void theDigestThatIsNotInTheArchiveIsShown() {
    ImageComparison images = given(sample.manifest, OTHER, ANOTHER).images();
    assertEquals(ImageIdentity.Match.OTHER, images.all());
    assertEquals(OTHER, images.givenOther());
    assertEquals("manifest digest given " + OTHER + ", observed " + sample.manifest, images.line());
  }

  @Test
  void digestsOfTheArchiveSayNothingElse() {
    ImageComparison images = given(sample.config, sample.manifest).images();
    assertEquals(ImageIdentity.Match.SAME, images.all());
    assertNull(images.givenOther());
    assertEquals(ImageIdentity.Match.UNKNOWN, given(sample.config).images().all());
  }

  @Test
  void withoutAManifestNothingCanBeSaid() {
    sample.unread();
    assertEquals(ImageIdentity.Match.UNKNOWN, given(OTHER).images().all());
  }

  /** Where the record agrees, a digest that differs still makes the archive another one. */
  @Test
  void aRecordThatAgreesDoesNotHideIt() {
    ArchiveEvidence archive = sample.build();
    ContentEvidence content =
        new ContentEvidence(
            Samples.record(archive),
            archive,
            List.of(new RecordedEvidence.Full("r.json", Samples.record(archive), null)),
            List.of(OTHER));
    assertEquals(ImageIdentity.Match.OTHER, content.images().all());
    assertEquals(
        "manifest digest given " + OTHER + ", observed " + sample.manifest,
        content.images().line());
  }

  @Test
  void aDockerArchiveShowsTheDigestThatItDoesNotHold() {
    sample.docker();
    assertEquals(Finding.Kind.WARNING, found(given(sample.config)).kind());
    Finding lost = found(given(sample.config, OTHER));
    assertEquals(Finding.Kind.CAUSE, lost.kind());
    assertEquals("recorded manifest digest " + OTHER, lost.evidence().getLast());
  }

  private static Finding found(ContentEvidence content) {
    Finding finding = new DockerArchive().in(content);
    assertNotNull(finding);
    return finding;
  }
}
