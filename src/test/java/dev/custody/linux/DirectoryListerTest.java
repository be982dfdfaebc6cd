package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings of real directories. */
class DirectoryListerTest {
  @TempDir Path work;
  private Host host;

  @BeforeEach
  void openHost() throws IOException {
    work = work.toRealPath();
    host = Host.system(Path.of("/"));
  }

  @Test
  void showsNamesSortedAndLinksUnfollowed() throws IOException {
    Files.writeString(work.resolve("b"), "text");
    Files.createSymbolicLink(work.resolve("a"), Path.of("nowhere"));
    Files.createDirectories(work.resolve("c/d/e"));
    DirectoryListing listing = host.list(work, 1);
    assertEquals(
        "[a, b, c]", listing.entries().stream().map(ListedEntry::name).toList().toString());
    assertEquals("nowhere", listing.entries().getFirst().linkTarget());
    assertEquals(4, listing.entries().get(1).size());
    assertEquals(
        "[a, b, c, c/d]",
        host.list(work, 2).entries().stream().map(ListedEntry::name).toList().toString());
  }

  @Test
  void keepsTheFirstThousandNamesAndCountsTheRest() throws IOException {
    for (int i = 0; i < DirectoryListing.MOST + 7; i++) {
      Files.createFile(work.resolve("%05d".formatted(i)));
    }
    DirectoryListing listing = host.list(work, 1);
    assertEquals(DirectoryListing.MOST, listing.entries().size());
    assertEquals("00999", listing.entries().getLast().name());
    assertEquals(7, listing.more());
  }

  @Test
  void saysWhyADirectoryCannotBeListed() {
    assertEquals("ENOENT", host.list(work.resolve("none"), 1).errno());
  }

  /** Opening a pipe waits for its writer; another task may have put it there. */
  @Test
  @Timeout(20)
  void waitsForNoPipe() throws Exception {
    Path pipe = work.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(work.resolve("link"), pipe);
    for (Path path : List.of(pipe, link, Path.of("/dev/null"))) {
      assertEquals("ENOTDIR", host.list(path, 1).errno());
      assertEquals(List.of(), host.matching(path, "*", 3));
    }
  }
}
