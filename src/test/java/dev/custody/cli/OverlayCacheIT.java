package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page cache where a read that must not wait is refused: an overlay stands for the network file
 * systems, of which this machine has none.
 */
@Tag("alone")
class OverlayCacheIT {
  private static final long SIZE = 64L << 20;

  @TempDir Path directory;

  @Test
  void leavesThePageCacheAsItWas() {
    Peers.require("openssl", "umoci", "jq", "fincore", "mount", "unshare");
    Peers.requireRoot();
    String zeros =
        Program.shell("head -c $1 /dev/zero | openssl dgst -sha256 | sed 's/.*= //'", SIZE);
    Path archive = Archives.sparse(directory, "hole", SIZE, zeros);
    Program.Result result =
        Program.run(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-euc",
                // A hole would look as if it were cached. The cache is that of the file below.
                "cd \"$1\"; custody=$3; mkdir lower upper work merged;"
                    + " cp --sparse=never \"$2\" lower/image.tar;"
                    + " mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work none merged;"
                    + " empty() { sync; dd if=lower/image.tar of=lower/image.tar oflag=nocache"
                    + "   conv=notrunc,fdatasync count=0 2> /dev/null; };"
                    + " look() { \"$custody\" inspect --depth content merged/image.tar > /dev/null;"
                    + "   fincore -b -n -o RES lower/image.tar; };"
                    + " empty; look; empty; cat merged/image.tar > /dev/null; look",
                "sh",
                directory.toString(),
                archive.toString(),
                Program.LAUNCHER.toString()),
            Map.of());
    assertEquals(0, result.code(), result.toString());
    List<Long> cached = result.out().lines().map(line -> Long.valueOf(line.strip())).toList();
    assertTrue(cached.getFirst() < SIZE / 4, cached + " bytes, of what nobody had cached, stay");
    assertTrue(
        cached.getLast() >= SIZE, cached + " bytes, of all that was cached before, are left");
  }
}
