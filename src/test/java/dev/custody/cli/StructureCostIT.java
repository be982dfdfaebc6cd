package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
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

  @TempDir Path directory;

  @Test
  void readsLessThanAMebibyteOfNineGibibytes() {
    Peers.require("umoci", "jq", "strace");
    Path large = archive("large", 9L << 30);
    Path small = archive("small", 9L << 20);

    long ofLarge = bytesRead(large);
    long ofSmall = bytesRead(small);
    System.out.printf(
        "inspect reads %d bytes of a 9 GiB archive, %d of a 9 MiB one; median wall of five runs"
            + " %d ms and %d ms%n",
        ofLarge, ofSmall, medianMillis(large), medianMillis(small));
    assertTrue(ofLarge > 0 && ofLarge < 1 << 20, ofLarge + " bytes read");
    assertTrue(Math.abs(ofLarge - ofSmall) <= 4096, ofSmall + " and " + ofLarge + " bytes read");
  }

  /**
   * An image whose one layer is a hole of that size, so that it costs no disk; its digest is not
   * checked here.
   */
  private Path archive(String name, long size) {
    Path tar = directory.resolve(name + ".tar");
    Program.shell(
        """
        cd "$1"; mkdir "$2"; cd "$2"
        umoci init --layout l; umoci new --image l:latest
        layer=$(printf %064d 7); truncate -s "$3" "l/blobs/sha256/$layer"
        m=$(jq -r '.manifests[0].digest' l/index.json); m=${m#sha256:}
        c=$(jq -r .config.digest "l/blobs/sha256/$m")
        jq -c --arg d "sha256:$layer" '.rootfs.diff_ids=[$d]' "l/blobs/sha256/${c#sha256:}" > z
        c=$(sha256sum z | cut -d' ' -f1); k=$(stat -c %s z); mv z "l/blobs/sha256/$c"
        jq -c --arg d "sha256:$layer" --argjson n "$3" --arg c "sha256:$c" --argjson k "$k" \
          '.config.digest=$c | .config.size=$k | .layers=[{mediaType:"application/vnd.oci.image.layer.v1.tar",digest:$d,size:$n}]' \
          "l/blobs/sha256/$m" > x
        d=$(sha256sum x | cut -d' ' -f1); n=$(stat -c %s x); mv x "l/blobs/sha256/$d"
        rm "l/blobs/sha256/$m"
        jq -c --arg d "sha256:$d" --argjson n "$n" \
          '.manifests[0].digest=$d | .manifests[0].size=$n' l/index.json > y
        mv y l/index.json
        python3 - l "$1/$2.tar" <<'PYTHON'
        import os, sys, tarfile
        root, out = sys.argv[1:]
        with open(out, "wb") as f:
            for name in sorted(os.listdir(root + "/blobs/sha256")) + ["index.json", "oci-layout"]:
                path = "blobs/sha256/" + name if len(name) == 64 else name
                info = tarfile.TarInfo(path)
                info.size = os.path.getsize(root + "/" + path)
                f.write(info.tobuf(tarfile.PAX_FORMAT))
                if info.size < 1 << 20:
                    with open(root + "/" + path, "rb") as blob:
                        f.write(blob.read())
                else:
                    f.seek(info.size, 1)
                f.seek(-info.size % 512, 1)
            f.write(bytes(1024))
        PYTHON
        """,
        directory, name, size);
    return tar;
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

  private static long medianMillis(Path archive) {
    long[] times = new long[5];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      assertEquals(0, Program.plain().run("inspect", archive).code());
      times[i] = (System.nanoTime() - start) / 1_000_000;
    }
    Arrays.sort(times);
    return times[2];
  }
}
