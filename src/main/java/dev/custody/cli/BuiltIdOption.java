package dev.custody.cli;

import dev.custody.linux.InputFile;
import dev.custody.oci.AskedDigest;
import dev.custody.oci.Digest;
import dev.custody.record.BuiltImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The id that the build printed for its image, so that the export of a different image is detected.
 */
final class BuiltIdOption {
  private static final int MOST_BYTES = 4096;

  @Option(
      names = "--built-id",
      paramLabel = "FILE|ID",
      description =
          "Checks that the archive holds the image with this id (exit 1 if not): the id that the"
              + " build printed, or the file that it wrote it to (buildah bud --iidfile, docker"
              + " build --iidfile). An empty value is ignored.")
  private @Nullable String value;

  /**
   * The image id that was given, or what is wrong with it.
   *
   * @param image null where none was given, or it cannot be read
   * @param problem why it cannot be read, one sentence; null otherwise
   */
  record Given(@Nullable BuiltImage image, @Nullable String problem) {}

  /** Reads the file, or takes the id as it stands. */
  Given read(Session session) {
    if (value == null || value.isBlank()) {
      return new Given(null, null);
    }
    Digest id = whole(value);
    if (id != null) {
      return new Given(new BuiltImage("--built-id", id), null);
    }
    Path file = session.path(value);
    try (InputStream in = InputFile.open(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      Digest read = whole(text.strip());
      return read != null
          ? new Given(new BuiltImage(value, read), null)
          : new Given(
              null,
              "--built-id "
                  + value
                  + " contains no image id; did the build finish and write it"
                  + " (--iidfile)?");
    } catch (IOException e) {
      return new Given(
          null,
          "--built-id "
              + value
              + " is neither an image id (sha256: and 64 digits) nor a readable file; did"
              + " the build write it (--iidfile)?");
    }
  }

  private static @Nullable Digest whole(String text) {
    try {
      return AskedDigest.parse(text).whole();
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
