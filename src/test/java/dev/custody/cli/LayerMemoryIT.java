package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that ask for much memory, unpacked by the real program in as little as a step has. */
@Tag("alone")
class LayerMemoryIT {
  @TempDir static Path directory;

  @BeforeAll
  static void requirePeers() {
    Peers.require("python3", "zstd", "tar");
    Peers.requireRoot();
  }

  @Test
  void sixteenLayersByAsManyThreadsIn128Mebibytes() {
    Path archive =
        Archives.layers(
            directory,
            "sixteen",
            16,
            "head -c 24M /dev/urandom > file; tar -cf layer.tar file;"
                + " zstd -q --zstd=wlog=23 -1 --no-progress < layer.tar > layer");
    assertSound(
        Program.inMemory("128M").run("inspect", "--depth", "layers", "--threads", 16, archive));
  }

  @Test
  void aLargeWindowIsRefusedWhereItDoesNotFitAndReadWhereItDoes() {
    Path archive =
        Archives.layers(
            directory,
            "long",
            1,
            "head -c 140M /dev/urandom > file; tar -cf layer.tar file;"
                + " zstd -q -1 --long=27 < layer.tar > layer");
    Program.Result refused = Program.inMemory("128M").run("inspect", "--depth", "layers", archive);
    assertEquals(3, refused.code(), refused.toString());
    String words = refused.out().replaceAll("\\s+", " ");
    assertTrue(
        words.contains(
            "needs a zstd window of 128 MiB, too much for this step's memory limit of 128 MiB."
                + " Raise limits.memory to 224Mi, or use --depth content"),
        refused.toString());
    assertTrue(words.contains("0 of 1 layers decompressed"), refused.toString());
    assertEquals(0, Program.inMemory("128M").run("inspect", "--depth", "content", archive).code());
    assertSound(Program.inMemory("224M").run("inspect", "--depth", "layers", archive));
    assertSound(Program.plain().run("inspect", "--depth", "layers", archive));
  }

  @Test
  void manyNamesInManyLayersByManyThreads() {
    Path archive =
        Archives.layers(
            directory,
            "names",
            4,
            """
            python3 - "$i" <<'NAMES'
            import sys, tarfile
            header = bytearray(tarfile.TarInfo(sys.argv[1] + "/000000").tobuf())
            total = sum(header[:148]) + 8 * 32 + sum(header[156:]) - 6 * 48
            with open("layer.tar", "wb") as tar:
                for n in range(540000):
                    digits = b"%06d" % n
                    header[2:8] = digits
                    header[148:155] = b"%06o\\0" % (total + sum(digits))
                    tar.write(header)
                tar.write(bytes(1024))
            NAMES
            gzip -1 < layer.tar > layer
            """);
    assertSound(
        Program.inMemory("128M").run("inspect", "--depth", "layers", "--threads", 4, archive));
  }

  @Test
  void longLinkNamesAreNotKept() {
    Path archive = Archives.layers(directory, "links", 1, ": > layer.tar; : > layer");
    Program.shell(
        """
        python3 - "$1" <<'LINKS'
        import sys, tarfile
        with tarfile.open(sys.argv[1], "a", format=tarfile.GNU_FORMAT) as tar:
            for n in range(100):
                link = tarfile.TarInfo("link%d" % n)
                link.type = tarfile.SYMTYPE
                link.linkname = "x" * ((1 << 20) - 1)
                tar.addfile(link)
        LINKS
        """,
        archive);
    Program.Result result = Program.inMemory("128M").run("inspect", archive);
    // No file can have such a name, so an extraction fails there; and 100 MiB of them are not kept.
    assertEquals(1, result.code(), result.toString());
    assertTrue(
        result.out().replaceAll("\\s+", " ").contains("too many entry names"), result.toString());
  }

  private static void assertSound(Program.Result result) {
    assertEquals(0, result.code(), result.toString());
    // A long path moves the words to the next line.
    String words = result.out().replaceAll("\\s+", " ");
    assertTrue(words.contains(", no problems found"), result.toString());
  }
}
