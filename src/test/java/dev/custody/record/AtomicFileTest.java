package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] CONTENT = "{}\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void writesForEverybodyToRead() throws IOException {
    Path file = directory.resolve("record.json");
    AtomicFile.write(file, CONTENT);
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void replacesAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(directory.resolve("record.json"), "old, and longer than the new");
    AtomicFile.write(file, CONTENT);
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void leavesTheTargetAloneWhenItCannotReplaceIt() throws IOException {
    Path occupied = Files.createDirectory(directory.resolve("record.json"));
    assertThrows(IOException.class, () -> AtomicFile.write(occupied, CONTENT));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void saysWhenTheDirectoryIsMissing() {
    assertThrows(
        IOException.class, () -> AtomicFile.write(directory.resolve("none/record.json"), CONTENT));
  }

  @Test
  void writesThroughWhatIsNoFile() throws IOException {
    AtomicFile.write(Path.of("/dev/null"), CONTENT);
    assertEquals(false, Files.isRegularFile(Path.of("/dev/null")));
  }
}
