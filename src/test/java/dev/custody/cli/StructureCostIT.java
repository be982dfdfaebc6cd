package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At depth structure the cost does not depend on the size: 9 GiB against 9 MiB, by the kernel's own
 * count.
 */
class StructureCostIT {
  private static final Pattern READ =
      Pattern.compile(
          "(?:read|pread64|readv|preadv2?)\\(\\d+<([^>]*)>.*= (\\d+)$", Pattern.MULTILINE);

  /** Not checked at this depth. */
  private static final String NO_DIGEST = "7".repeat(64);

  @TempDir Path directory;

  @Test
  void readsLessThanAMebibyteOfNineGibibytes() {
    Peers.require("umoci", "jq", "strace");
    Path large = Archives.sparse(directory, "large", 9L << 30, NO_DIGEST);
    Path small = Archives.sparse(directory, "small", 9L << 20, NO_DIGEST);

    long ofLarge = bytesRead(large);
    long ofSmall = bytesRead(small);
    System.out.printf(
        "inspect reads %d bytes of a 9 GiB archive, %d of a 9 MiB one%n", ofLarge, ofSmall);
    assertTrue(ofLarge > 0 && ofLarge < 1 << 20, ofLarge + " bytes read");
    assertTrue(Math.abs(ofLarge - ofSmall) <= 4096, ofSmall + " and " + ofLarge + " bytes read");
  }

  private static long bytesRead(Path archive) {
    Program.Result result =
        Program.run(
            List.of(
                "strace",
                "-f",
                "-y",
                "-e",
                "trace=read,pread64,readv,preadv,preadv2",
                Program.LAUNCHER.toString(),
                "inspect",
                archive.toString()),
            Map.of());
    assertEquals(0, result.code(), result.out());
    long bytes = 0;
    Matcher read = READ.matcher(result.err());
    while (read.find()) {
      if (read.group(1).equals(archive.toString())) {
        bytes += Long.parseLong(read.group(2));
      }
    }
    return bytes;
  }
}
