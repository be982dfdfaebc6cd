package dev.custody.oci.image;

import dev.custody.oci.Blob;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code oci-layout} file (image-spec image-layout.md). skopeo does not read it, so
 * faults in it are notes.
 */
public final class LayoutFile {
  private static final int LIMIT = 64 * 1024;

  private LayoutFile() {}

  /**
   * Reports an {@code oci-layout} that is missing or cannot be read.
   *
   * @param ended whether the archive has its end marker: without it a missing oci-layout, which
   *     most tools write last, means that the archive is cut
   */
  public static void check(BlobStore store, CheckLog log, boolean ended) throws IOException {
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
    String fault = fault(store.read(blob, LIMIT));
    if (fault != null) {
      log.problems()
          .note(
              "oci-layout "
                  + fault
                  + ", where every image layout has 1.0.0; skopeo does not look at it, umoci and"
                  + " containerd may refuse it");
    }
  }

  /** Returns what is odd about the file; null if nothing is. */
  private static @Nullable String fault(byte[] bytes) {
    try {
      String version = LayoutVersion.parse(bytes, "oci-layout");
      return version.startsWith("1.")
          ? null
          : "gives "
              + (version.isEmpty()
                  ? "no image layout version"
                  : "the image layout version " + Quoted.of(version));
    } catch (UnreadableArchive e) {
      return "gives no image layout version that can be read";
    }
  }
}
