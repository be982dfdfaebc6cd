package dev.custody.oci.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Layouts;
import dev.custody.oci.Problems;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class LayerContentsTest {
  private static List<String> notes(byte[] tar) throws IOException {
    Problems problems = new Problems();
    LayerContents.of(new ByteArrayInputStream(tar), new byte[1024], new Semaphore(1))
        .note("layer 1", problems);
    assertTrue(problems.isEmpty());
    return problems.notes();
  }

  @Test
  void countsWhatDeservesAWord() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      add(tar, new TarArchiveEntry("/etc/absolute", true), 0644);
      add(tar, new TarArchiveEntry("../escape"), 0644);
      add(tar, new TarArchiveEntry("usr/bin/su"), 04755);
      add(tar, new TarArchiveEntry("usr/bin/wall"), 02755);
      add(tar, new TarArchiveEntry("twice"), 0644);
      add(tar, new TarArchiveEntry("./twice"), 0644);
      add(tar, new TarArchiveEntry("dir/"), 0755);
      add(tar, new TarArchiveEntry("dir/"), 0755);
      add(tar, new TarArchiveEntry("dev/null", TarArchiveEntry.LF_CHR), 0666);
      TarArchiveEntry hard = new TarArchiveEntry("hard", TarArchiveEntry.LF_LINK);
      hard.setLinkName("../../etc/shadow");
      add(tar, hard, 0644);
      TarArchiveEntry good = new TarArchiveEntry("good", TarArchiveEntry.LF_LINK);
      good.setLinkName("usr/bin/su");
      add(tar, good, 0644);
    }
    assertEquals(
        List.of(
            "layer 1: 1 absolute paths",
            "layer 1: 1 paths that lead outside the image's root (..)",
            "layer 1: 1 paths stored more than once",
            "layer 1: 1 hard links to targets outside the image's root",
            "layer 1: 1 device nodes",
            "layer 1: 1 setuid files",
            "layer 1: 1 setgid files"),
        notes(out.toByteArray()));
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @Test
  void whatIsNoTarIsOnlyNoted() throws IOException {
    assertTrue(
        notes(Layouts.bytes("some text"))
            .getFirst()
            .startsWith("layer 1: its tar cannot be walked"));
  }

  @Test
  void duplicatesAreLookedForInBoundedMemory() {
    NameSet names = new NameSet(new Semaphore(1));
    for (int i = 0; i < NameSet.LIMIT; i++) {
      assertTrue(names.add("name " + i));
    }
    assertTrue(names.full());
    assertTrue(names.add("name 1"), "nobody knows any more");
  }

  @Test
  void onlyOneSetOfNamesIsLargeAtATime() throws InterruptedException {
    Semaphore large = new Semaphore(1);
    NameSet first = new NameSet(large);
    fill(first);
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              try (NameSet second = new NameSet(large)) {
                fill(second);
              }
            });
    try {
      while (other.getState() != Thread.State.WAITING) {
        assertTrue(other.isAlive(), "two sets grew at once");
        Thread.sleep(1);
      }
    } finally {
      first.close();
      other.join();
    }
    assertEquals(1, large.availablePermits());
  }

  private static void fill(NameSet names) {
    for (int i = 0; i < 70_000; i++) {
      names.add("name " + i);
    }
  }

  @Test
  void pathsThatNoKernelTakesAreOnlyCounted() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      add(tar, new TarArchiveEntry("a".repeat(4096)), 0644);
      add(tar, new TarArchiveEntry("b/".repeat(2049)), 0755);
      add(tar, new TarArchiveEntry("\u00fc".repeat(2049)), 04755);
      TarArchiveEntry hard = new TarArchiveEntry("hard", TarArchiveEntry.LF_LINK);
      hard.setLinkName("../".repeat(2000));
      add(tar, hard, 0644);
    }
    assertEquals(
        List.of("layer 1: 1 setuid files", "layer 1: 3 paths longer than 4096 bytes"),
        notes(out.toByteArray()));
  }
}
