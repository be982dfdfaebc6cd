package dev.custody.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing results where other tasks can write too. */
class OutputFileTest {
  private static final byte[] CONTENT = "{}\n".getBytes(UTF_8);

  @TempDir Path work;
  private Path shared;

  @BeforeEach
  void makeSharedDirectory() throws IOException {
    work = work.toRealPath();
    shared = Files.createDirectory(work.resolve("shared"));
    mode(shared, "rwxrwxrwx");
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void write(Path target) throws IOException {
    OutputFile.write(target, CONTENT, false);
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void anotherUidCanReadTheFile() throws IOException {
    write(shared.resolve("r.json"));
    assertEquals("rw-r--r--", mode(shared.resolve("r.json")));
    assertEquals(Set.of("r.json"), names(shared));
  }

  @Test
  void replacesAFileByAnother() throws IOException {
    Path file = Files.writeString(shared.resolve("r.json"), "a much longer text than before");
    Path other = Files.createLink(work.resolve("kept"), file);
    write(file);
    assertEquals("{}\n", Files.readString(file));
    assertEquals("a much longer text than before", Files.readString(other));
  }

  @Test
  void makesDirectoriesLikeTheirParent() throws IOException {
    mode(shared, "rwxrwxr-x");
    Files.setAttribute(shared, "unix:mode", 02775);
    OutputFile.write(shared.resolve("a/b/r.json"), CONTENT, true);
    assertEquals(02775, (Integer) Files.getAttribute(shared.resolve("a"), "unix:mode") & 07777);
    assertEquals(02775, (Integer) Files.getAttribute(shared.resolve("a/b"), "unix:mode") & 07777);
  }

  @Test
  void saysThatADirectoryIsMissing() {
    RefusedException e =
        assertThrows(RefusedException.class, () -> write(shared.resolve("none/r.json")));
    assertEquals("ENOENT", e.errno());
    assertEquals("its directory does not exist (ENOENT)", e.getMessage());
  }

  /** The directory is there, and proc(5) makes no files in it, for root and for others. */
  @Test
  void saysThatTheKernelMakesNoFileThere() {
    RefusedException e =
        assertThrows(RefusedException.class, () -> write(Path.of("/proc/self/record.json")));
    assertTrue(
        Set.of("no file can be created in this directory (ENOENT)", "permission denied (EACCES)")
            .contains(e.getMessage()),
        e.getMessage());
  }

  @Test
  void followsNoLinkThatAnotherTaskCouldHaveMade() throws IOException {
    Path victim = Files.writeString(work.resolve("victim"), "untouched");
    mode(victim, "rw-------");
    Path link = Files.createSymbolicLink(shared.resolve("r.json"), victim);
    RefusedException e = assertThrows(RefusedException.class, () -> write(link));
    assertTrue(e.toString().contains("r.json is a symbolic link in a directory"), e::toString);
    Files.createDirectory(work.resolve("outside"));
    Files.createSymbolicLink(shared.resolve("records"), work.resolve("outside"));
    assertThrows(RefusedException.class, () -> write(shared.resolve("records/r.json")));
    assertEquals("untouched", Files.readString(victim));
    assertEquals("rw-------", mode(victim));
    assertEquals(Set.of(), names(work.resolve("outside")));
  }

  @Test
  void aCircleOfLinksIsRefused() throws IOException {
    Path own = Files.createDirectory(work.resolve("circle"));
    Path self = Files.createSymbolicLink(own.resolve("self"), Path.of("self"));
    Path one = Files.createSymbolicLink(own.resolve("one"), Path.of("two"));
    Files.createSymbolicLink(own.resolve("two"), own.resolve("one"));
    for (Path link : List.of(self, one)) {
      RefusedException e = assertThrows(RefusedException.class, () -> write(link));
      assertEquals("ELOOP", e.errno());
    }
  }

  @Test
  void followsALinkInADirectoryOfItsOwn() throws IOException {
    Path own = Files.createDirectory(work.resolve("own"));
    mode(own, "rwxr-xr-x");
    Files.createSymbolicLink(own.resolve("data"), Path.of("../shared"));
    Files.createSymbolicLink(own.resolve("file"), Path.of("data/r.json"));
    write(own.resolve("data/direct.json"));
    write(own.resolve("file"));
    assertEquals(Set.of("direct.json", "r.json"), names(shared));
    assertTrue(Files.isSymbolicLink(own.resolve("file")));
  }

  @Test
  void neitherBlocksOnAPipeNorWritesToADevice() throws Exception {
    Path pipe = shared.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThrows(RefusedException.class, () -> write(pipe)));
    assertThrows(RefusedException.class, () -> write(Path.of("/dev/zero")));
    assertTrue(Files.exists(pipe, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aDirectoryIsNoFile() {
    RefusedException e = assertThrows(RefusedException.class, () -> write(shared));
    assertEquals("it is a directory, name a file in it (EISDIR)", e.getMessage());
  }
}
