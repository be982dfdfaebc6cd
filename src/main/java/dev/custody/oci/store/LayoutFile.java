package dev.custody.oci.store;

import dev.custody.oci.CheckLog;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.image.LayoutVersion;
import java.io.IOException;

/** The {@code oci-layout} file (image-spec image-layout.md), which skopeo does not look at. */
public final class LayoutFile {
  private static final int LIMIT = 64 * 1024;

  private LayoutFile() {}

  /**
   * Reports an {@code oci-layout} that is missing or cannot be read.
   *
   * @param ended whether the archive has its end marker: without it a missing oci-layout, which
   *     most tools write last, means that the archive is cut
   */
  public static void check(BlobStore store, CheckLog log, boolean ended)
      throws IOException, UnreadableArchive {
    Blob blob = store.find("oci-layout");
    if (blob == null) {
      if (ended) {
        log.problems()
            .note("there is no oci-layout, which every image layout has; skopeo reads it");
      } else {
        log.problems()
            .add(
                Kind.TRUNCATED,
                "oci-layout",
                log.file()
                    + " is cut short: it ends without oci-layout and without an end marker. Wait"
                    + " until its writer has finished, or export the image again.");
      }
      return;
    }
    String version = LayoutVersion.parse(store.read(blob, LIMIT), "oci-layout of " + log.file());
    if (!version.startsWith("1.")) {
      log.problems()
          .add(
              Kind.UNSUPPORTED,
              "oci-layout",
              log.file()
                  + " has the image layout version "
                  + (version.isEmpty() ? "(none)" : Quoted.of(version))
                  + "; only 1.0.0 is known. Export the image again with a current tool.");
    }
  }
}
