package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

  @Test
  void aSignalTakesAwayWhatIsHalfWritten() throws IOException {
    Path half = directory.resolve(".record.json.tmp");
    try (AtomicFile.Temporary temporary = new AtomicFile.Temporary(half)) {
      try (FileChannel channel = temporary.create()) {
        channel.write(ByteBuffer.wrap(CONTENT));
        temporary.end();
        assertFalse(Files.exists(half));
      }
      // The thread that writes does not know: it goes on until the process has ended.
      Path target = directory.resolve("record.json");
      assertThrows(IOException.class, () -> temporary.moveTo(target));
      assertFalse(Files.exists(target));
    }
  }

  @Test
  void nothingIsBegunAfterASignal() throws IOException {
    Path late = directory.resolve(".record.json.tmp");
    try (AtomicFile.Temporary temporary = new AtomicFile.Temporary(late)) {
      temporary.end();
      assertThrows(IOException.class, temporary::create);
      assertFalse(Files.exists(late));
    }
  }

  @Test
  void aSignalLeavesWhatIsWhole() throws IOException {
    Path target = directory.resolve("record.json");
    try (AtomicFile.Temporary temporary =
        new AtomicFile.Temporary(directory.resolve(".record.json.tmp"))) {
      temporary.create().close();
      temporary.moveTo(target);
      temporary.end();
    }
    assertTrue(Files.exists(target));
  }
}
