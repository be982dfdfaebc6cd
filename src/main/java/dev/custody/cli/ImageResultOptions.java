package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Digest;
import dev.custody.report.text.ArtifactsProvenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for results that name the image. */
final class ImageResultOptions {
  @Option(
      names = OutputOption.DIGEST,
      paramLabel = "FILE",
      description =
          "Writes the manifest digest. Exit 3 where there is none: of a docker-archive, which gets"
              + " its manifest only when it is pushed, and of an archive that cannot be read.")
  private @Nullable String digestFile;

  @Option(
      names = OutputOption.DIGEST_RESULT,
      paramLabel = "FILE",
      description =
          "Writes the manifest digest for a Tekton result, which must not be missing: without a"
              + " digest the file is empty, and that alone does not change the exit code.")
  private @Nullable String digestResult;

  @Option(
      names = OutputOption.PROVENANCE,
      paramLabel = "FILE",
      description =
          "For $$(step.artifacts.path): writes the image as Tekton's artifact provenance. Exit 3"
              + " without a manifest digest.")
  private @Nullable String provenanceFile;

  /** Writes those that were asked for, or says why there is nothing to write. */
  void write(Outputs outputs, @Nullable ArchiveEvidence archive) {
    Digest digest = archive == null ? null : archive.image().digest();
    if (archive != null && digest != null) {
      if (provenanceFile != null) {
        outputs.result(OutputOption.PROVENANCE, provenanceFile, ArtifactsProvenance.json(archive));
      }
      outputs.result(OutputOption.DIGEST, digestFile, digest.toString());
      outputs.result(OutputOption.DIGEST_RESULT, digestResult, digest.toString());
      return;
    }
    String reason = reason(archive);
    outputs.noResult(OutputOption.PROVENANCE, provenanceFile, reason);
    outputs.noResult(OutputOption.DIGEST, digestFile, reason);
    if (digestResult != null) {
      outputs.note("--digest-result " + digestResult + " is empty: " + reason);
      outputs.result(OutputOption.DIGEST_RESULT, digestResult, "");
    }
  }

  private static String reason(@Nullable ArchiveEvidence archive) {
    if (archive == null) {
      return "the archive was not read, so its manifest digest is not known";
    }
    return archive.file().format() == ArchiveFile.Format.DOCKER_ARCHIVE
        ? "a docker-archive has no manifest digest; the push computes it"
        : "the archive's manifest digest could not be told";
  }
}
