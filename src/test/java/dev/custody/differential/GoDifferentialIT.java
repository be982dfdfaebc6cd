package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.differential.Custody.Look;
import dev.custody.differential.GoPusher.Reading;
import dev.custody.differential.Ingredient.Base;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Go's own archive/tar and encoding/json against custody: where the gate opens, they read the
 * archive to its end and find the same image. By hand, any number: {@code
 * -Dcustody.differential.count=100000}, from any seed: {@code -Dcustody.differential.from=N}.
 */
@Tag("alone")
class GoDifferentialIT {
  private static final int COUNT = 4000;

  /** An index has as many images as platforms; skopeo's test chooses among them. */
  private static final Set<Base> BASES = Set.of(Base.OCI, Base.NAMED, Base.DOCKER, Base.BOTH);

  @TempDir Path work;

  @Test
  void opensForNothingThatGoReadsOtherwise() throws Exception {
    Peers.require("go");
    // Go's library has neither zstd nor xz; other digests and layers elsewhere are for skopeo's
    // test.
    List<Ingredient> pantry =
        Pantry.matching(
                "(?!file-zstd|file-xz|manifest-named-by|docker-layer-zstd|foreign-layer-missing).*")
            .stream()
            .filter(one -> one.bases().stream().anyMatch(BASES::contains))
            .toList();
    long from = Long.getLong("custody.differential.from", 0);
    long count = Long.getLong("custody.differential.count", COUNT);
    List<String> wrong = new ArrayList<>();
    int read = 0;
    int opened = 0;
    try (GoPusher go = GoPusher.start(work)) {
      for (long seed = from; seed < from + count; seed++) {
        Specimen specimen = Specimen.of(seed, pantry);
        if (BASES.contains(specimen.base)) {
          Path path = specimen.write(work.resolve("archive"));
          Reading reading = go.read(specimen.transport(), path, specimen.name());
          String digest = opens(specimen, path);
          Files.delete(path);
          read += reading.ok() ? 1 : 0;
          opened += digest.isEmpty() ? 0 : 1;
          if (!digest.isEmpty() && !digest.equals(reading.shown())) {
            wrong.add(
                "seed %d, %s%n    opens for %s, but Go %s"
                    .formatted(
                        seed,
                        specimen,
                        digest,
                        reading.ok() ? "reads " + reading.shown() : "says " + reading.error()));
          }
        }
      }
    }
    System.out.println("Go reads " + read + " archives, custody " + opened);
    assertTrue(opened > count / 10, "custody opens for " + opened + " only");
    assertEquals("", String.join("\n", wrong));
  }

  /** The digest that opens the gate at the greatest depth, or nothing. */
  private static String opens(Specimen specimen, Path path) {
    Look look = Custody.inspect(specimen.prefixed(path), "layers");
    if (!look.sound()) {
      return "";
    }
    return look.digest() != null
        ? look.digest()
        : look.config() == null ? "nothing" : look.config();
  }
}
