package dev.custody.diagnosis.content;

import dev.custody.gate.BuiltImageMatch;
import dev.custody.linux.FileStatus;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ImageIdentity;
import dev.custody.record.BuiltImage;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The export took an image of an earlier build: a stale tag, or storage kept on the volume. The
 * archive is sound and new, its image is neither the built one nor recent.
 */
public final class OldImageExported implements ContentCause {
  private static final String REMEDY =
      "export by the id that the build printed (--iidfile), not by tag, and clear the image storage"
          + " that is kept between runs";

  @Override
  public CauseId id() {
    return CauseId.OLD_IMAGE_EXPORTED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    if (!content.damage().isEmpty()) {
      return null;
    }
    BuiltImage built = content.observed().archive().built();
    if (built != null) {
      return BuiltImageMatch.of(content.archive(), built) == BuiltImageMatch.OTHER
          ? notTheBuiltOne(content, built)
          : null;
    }
    RecordedEvidence.Look earlier = content.ofAnotherRun();
    return earlier == null
            || content.images().all() != ImageIdentity.Match.OTHER
            || content.images().otherForm() != ImageComparison.Form.NOT
        ? null
        : recordedEarlier(content, earlier);
  }

  /** The build said which image it made, and the archive holds another. */
  private Finding notTheBuiltOne(ContentEvidence content, BuiltImage built) {
    ImageIdentity image = content.archive().image().identity();
    List<String> evidence = new ArrayList<>();
    evidence.add("built " + built.id() + " (" + built.source() + ")");
    evidence.add("the archive's config digest (image id) is " + image.config());
    evidence.add("its manifest digest is " + image.manifest());
    addTimes(evidence, content);
    // Times prove nothing: a cached or reproducible build has an old creation time too. An image of
    // docker's format gets a new config, and so a new id, when it becomes an OCI archive; in the
    // other direction the config is copied as it is. An id that is a manifest's changes with each.
    boolean converted = content.archive().file().format() != ArchiveFile.Format.DOCKER_ARCHIVE;
    return new Finding(
        id(),
        converted ? Finding.Confidence.MEDIUM : Finding.Confidence.HIGH,
        "the archive does not hold the image that was built"
            + (converted ? ", unless the export converted it" : ""),
        evidence,
        List.of(
            RuledOut.of(
                CauseId.DIGEST_KIND_CONFUSION,
                "the id is neither config nor manifest of this archive")),
        REMEDY
            + (converted
                ? "; an image of docker's format is converted by the export: build it with --format"
                    + " oci, so that it keeps its id"
                : ""),
        "`buildah images --no-trunc` (podman, docker) shows which name has the archive's config"
            + " digest as its id");
  }

  private Finding recordedEarlier(ContentEvidence content, RecordedEvidence.Look earlier) {
    List<String> evidence = new ArrayList<>();
    evidence.add(content.images().line());
    evidence.add(
        "the same image was recorded at "
            + earlier.at()
            + " by pipeline run uid "
            + earlier.step().pipelineRunUid());
    addTimes(evidence, content);
    boolean left = content.unwrittenSince(earlier);
    if (left) {
      evidence.add("the file was not written since that record");
    }
    return new Finding(
        id(),
        // That other run may have written over what this one exported, and a digest alone may be
        // of anything.
        Finding.Confidence.MEDIUM,
        left
            ? "the archive is the one of another run: this run exported an older image, or to"
                + " another place"
            : "the archive was exported from an older image than the one that was built, or another"
                + " run wrote it",
        evidence,
        content.digests().isEmpty()
            ? List.of()
            : List.of(
                RuledOut.of(
                    CauseId.DIGEST_KIND_CONFUSION,
                    "no given digest is that of an index, config or layer of" + " this archive")),
        REMEDY,
        "compare with the previous run's record; `buildah images --digests` shows the digest"
            + " of the image in local storage (uncompressed layers), which never equals the"
            + " archive's");
  }

  private static void addTimes(List<String> evidence, ContentEvidence content) {
    Instant created = content.created();
    FileStatus file = content.file();
    if (created != null && file != null) {
      evidence.add("image created " + created + ", archive written " + file.modified());
    }
  }
}
