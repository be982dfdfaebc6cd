package dev.custody.cli;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.report.text.ArtifactsProvenance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Results that name the image. */
final class ImageResultOptions {
  @Option(
      names = "--digest-file",
      paramLabel = "FILE",
      description = "Writes the manifest digest, for a Tekton result.")
  private @Nullable String digestFile;

  @Option(
      names = "--provenance-file",
      paramLabel = "FILE",
      description = "Writes the image as Tekton artifacts provenance, for $$(step.artifacts.path).")
  private @Nullable String provenanceFile;

  /** Writes those that were asked for; an archive that was not read has none. */
  void write(Outputs outputs, @Nullable ArchiveEvidence archive) {
    if (archive == null) {
      return;
    }
    if (provenanceFile != null) {
      outputs.result("--provenance-file", provenanceFile, ArtifactsProvenance.json(archive));
    }
    Digest digest = archive.image().digest();
    if (digest != null) {
      outputs.result("--digest-file", digestFile, digest.toString());
    }
  }
}
