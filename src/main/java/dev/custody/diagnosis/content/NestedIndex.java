package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.image.PushCommand;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The chosen entry is an index for several platforms; a push without --all publishes one manifest
 * out of it.
 */
public final class NestedIndex implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.NESTED_INDEX;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    if (archive.image().platformManifest() == null || archive.image().digest() == null) {
      return null;
    }
    boolean whole = PushCommand.pushesWholeIndex(archive.image());
    String index = "index digest " + archive.image().digest();
    return new Finding(
        id(),
        Finding.Kind.WARNING,
        Finding.Confidence.CERTAIN,
        whole
            ? "the image is a multi-platform index: a push without --all publishes one platform,"
                + " with a different digest"
            : "the image is an index that is not complete in the archive: a push publishes the part"
                + " that is there, with a different digest",
        List.of(
            index
                + (whole
                    ? ": what the registry shows with --all"
                        + (archive.image().rewritten() == null
                            ? ""
                            : " of a skopeo that leaves the index as it is")
                    : ": what no push from this archive can show"),
            "manifest digest "
                + archive.image().platformManifest().digest()
                + (archive.image().platform() == null ? "" : " for " + archive.image().platform())
                + (whole ? ": what it shows without" : ": what the registry shows")),
        List.of(),
        remedy(archive),
        "`skopeo inspect --raw docker://…` shows an index or a manifest");
  }

  private static String remedy(ArchiveEvidence archive) {
    String push = PushCommand.of(archive);
    if (push == null) {
      return "no platform of the index is in the archive with all of its blobs; export the image"
          + " again";
    }
    return (PushCommand.pushesWholeIndex(archive.image())
            ? "push the whole index: `"
            : "not all of the index is in the archive, so push the platform that is: `")
        + push
        + "`";
  }
}
