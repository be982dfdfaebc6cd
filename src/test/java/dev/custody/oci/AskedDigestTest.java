package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.custody.oci.inspect.ImageArchive;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedDigestTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "quay.io/a/b:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void takesEveryFormOfAWholeDigest(String text) {
    assertEquals(new Digest("sha256", HEX), AskedDigest.parse(text).whole());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "sha256:",
        "sha256:0123456789a",
        "latest",
        "md5:0123456789abcdef",
        "x@"
      })
  void refusesWhatIsNoDigest(String text) {
    assertThrows(IllegalArgumentException.class, () -> AskedDigest.parse(text));
  }

  @Test
  void saysThatAnAlgorithmIsInLowerCase() {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> AskedDigest.parse("SHA256:" + HEX))
                .getMessage());
    assertEquals(
        "; write the algorithm in lower case, as registries do",
        message.substring(message.lastIndexOf(';')));
  }

  @Test
  void theArchiveCompletesTheBeginningOfADigest() {
    Layouts layouts = Layouts.oneImage();
    Path archive = layouts.store(directory.resolve("image.tar"));
    ArchiveEvidence evidence = ImageArchive.inspect(archive, InspectionRequest.of(Depth.STRUCTURE));
    Digest config = Objects.requireNonNull(evidence.image().config()).digest();
    AskedDigest beginning = AskedDigest.parse(config.hex().substring(0, 12));
    assertNull(beginning.whole());
    assertEquals(Set.of(config), beginning.candidates(evidence));
    assertEquals(Set.of(), AskedDigest.parse("000000000000").candidates(evidence));
    assertEquals(
        Set.of(),
        AskedDigest.parse("sha512:" + config.hex().substring(0, 12)).candidates(evidence));
  }
}
