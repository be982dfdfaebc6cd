package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import dev.custody.cli.Program.Result;
import dev.custody.differential.Ingredient.Base;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives of the same grammar, extracted as Go does and unpacked by umoci: it never unpacks
 * another image than the one that custody opens the gate for. By hand, any number: {@code
 * -Dcustody.differential.count=N}.
 */
@Tag("alone")
class UmociDifferentialIT {
  private static final int COUNT = 200;
  private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");

  @TempDir Path work;

  @Test
  void unpacksWhatTheGateOpensFor() throws Exception {
    Peers.require("umoci", "go");
    List<Ingredient> pantry =
        Pantry.matching("(?!file-zstd).*").stream()
            .filter(one -> one.bases().contains(Base.NAMED))
            .toList();
    long count = Long.getLong("custody.differential.count", COUNT);
    long from = Long.getLong("custody.differential.from", 0);
    List<String> wrong = new ArrayList<>();
    int unpacked = 0;
    try (GoPusher go = GoPusher.start(work)) {
      for (long seed = from; seed < from + count; seed++) {
        // A prime stride reaches every kind of oddity.
        Ingredient one = pantry.get((int) Math.floorMod(seed * 7919, (long) pantry.size()));
        Specimen specimen = Specimen.of(seed, Base.NAMED, one);
        Path path = specimen.write(work.resolve("archive"));
        String theirs = unpack(go, path, specimen.name());
        unpacked += theirs.isEmpty() ? 0 : 1;
        for (String digest :
            Custody.opensFor(specimen.argument(path), "layers", specimen.digests)) {
          if (!theirs.isEmpty() && !theirs.equals(digest)) {
            wrong.add(
                "seed %d, %s: opens for %s, umoci unpacks %s"
                    .formatted(seed, specimen, digest, theirs));
          }
        }
        Files.delete(path);
      }
    }
    System.out.println("umoci unpacks " + unpacked + " of " + count + " archives");
    assertEquals("", String.join("\n", wrong));
  }

  /** The digest of the manifest that umoci unpacks, or nothing. */
  private String unpack(GoPusher go, Path archive, String name) throws IOException {
    Path layout = Files.createDirectory(work.resolve("layout"));
    Path bundle = work.resolve("bundle");
    try {
      if (!go.read("extract", archive, layout.toString()).ok()) {
        return "";
      }
      Result result =
          Program.run(
              List.of(
                  "umoci",
                  "unpack",
                  "--rootless",
                  "--image",
                  layout + ":" + name,
                  bundle.toString()),
              Map.of());
      if (result.code() != 0) {
        return "";
      }
      Matcher digest = DIGEST.matcher(Files.readString(bundle.resolve("umoci.json")));
      return digest.find() ? digest.group(1) : "";
    } finally {
      Skopeo.delete(layout);
      Skopeo.delete(bundle);
    }
  }
}
