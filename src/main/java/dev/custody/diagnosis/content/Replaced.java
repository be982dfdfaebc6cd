package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.Kubectl;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A different file with a different image is now at the recorded path: mv, rm and a new export, or
 * a tool that writes a temporary file and renames it.
 */
public final class Replaced implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.REPLACED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    if (files == null
        || !content.images().isOther()
        || content.namesOtherFile()
        || content.linksLeadElsewhere()) {
      return null;
    }
    // A file that is older than the record was elsewhere when the record was made.
    boolean older =
        files.olderThan(Objects.requireNonNull(content.toExplain()).at())
            && !content.volumes().proveOne();
    return older
        ? null
        : switch (files.identity()) {
          case OTHER -> replaced(content, files);
          case SAME_NUMBER ->
              numberReused(
                  content,
                  files,
                  "the file may have been deleted and created again (its inode number was reused)",
                  "the file system gives no creation time, which would tell the two apart");
          case UNKNOWN ->
              numberReused(
                  content,
                  files,
                  "a different image was written to the recorded path: into the file, or as a new"
                      + " file",
                  content.volumes().copiesUp()
                      ? "overlay copies a file up when it is first changed, and the copy has"
                          + " another birth time"
                      : "this file system gives a file new inode numbers, which tell nothing here");
          case SAME, ELSEWHERE -> null;
        };
  }

  private Finding replaced(ContentEvidence content, FilePair files) {
    boolean volumeKnown = content.volumes().mounts() != null || content.volumes().proveOne();
    boolean sure =
        content.sameBoot()
            && !content.otherRun()
            && volumeKnown
            && content.volumes().isNoCopy()
            && content.volumes().isLocal()
            && !content.passesLink();
    return new Finding(
        id(),
        sure ? Finding.Confidence.CERTAIN : Finding.Confidence.HIGH,
        "the file was replaced: a different file with a different image is now at the recorded"
            + " path",
        content.siblings().after(content.images().line(), files.whichFile(), files.modified()),
        List.of(
            RuledOut.of(
                CauseId.REWRITTEN_IN_PLACE,
                "the inode number or the birth time shows that it is a different" + " file")),
        "find who else writes this path: a retry of the build, a second PipelineRun on the same"
            + " claim, a cleanup task; give each run its own volume or directory",
        sure
            ? Command.on(path(content), "stat")
            : "compare the volumes of both steps, since a different volume looks the same: "
                + Kubectl.of(content.observed(), "get pvc"));
  }

  /** Without a birth time, rm and a new export into the freed inode look like an overwrite. */
  private @Nullable Finding numberReused(
      ContentEvidence content, FilePair files, String summary, String why) {
    if (files.sameModified()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        summary,
        List.of(content.images().line(), files.whichFile(), why),
        List.of(),
        "find who else writes this path; give each run its own volume or directory",
        Command.on(path(content), "stat") + " shows a birth time where the file system keeps one");
  }

  private static String path(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    return archive == null ? "ARCHIVE" : archive.file().path();
  }
}
