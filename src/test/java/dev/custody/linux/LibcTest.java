package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibcTest {
  @TempDir Path folder;

  private final Libc libc = new Libc();

  @Test
  void asksTheFileOfExactlyThisName() throws IOException {
    Path file = Files.createFile(folder.resolve("a b%20ü;?#\\"));
    // Any name of the user namespace is refused or unset for a file that exists.
    SystemCalls.Reply<byte[]> reply = libc.extendedAttribute(file, "user.none");
    assertTrue(
        reply instanceof SystemCalls.Reply.Failure<byte[]>(String errno)
            && (errno.equals("ENODATA") || errno.equals("ENOTSUP")),
        reply.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 3000})
  void readsAttributesOfAnyLength(int length) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 'x');
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
        .write("long", ByteBuffer.wrap(content));
    SystemCalls.Reply<byte[]> reply = libc.extendedAttribute(file, "user.long");
    assertTrue(reply instanceof SystemCalls.Reply.Answer<byte[]>, reply.toString());
    assertArrayEquals(content, ((SystemCalls.Reply.Answer<byte[]>) reply).value());
  }

  @Test
  void namesTheErrorOfTheCall() {
    assertEquals(
        new SystemCalls.Reply.Failure<byte[]>("ENOENT"),
        libc.extendedAttribute(folder.resolve("nothing"), "user.none"));
    assertEquals(
        new SystemCalls.Reply.Failure<SystemCalls.Capacity>("ENOENT"),
        libc.capacity(folder.resolve("nothing")));
  }

  @Test
  void countsWhatTheJdkCounts() throws IOException {
    FileStore store = Files.getFileStore(folder);
    SystemCalls.Reply<SystemCalls.Capacity> reply = libc.capacity(folder);
    assertTrue(reply instanceof SystemCalls.Reply.Answer<SystemCalls.Capacity>, reply.toString());
    SystemCalls.Capacity capacity =
        ((SystemCalls.Reply.Answer<SystemCalls.Capacity>) reply).value();
    assertEquals(store.getTotalSpace(), capacity.totalBytes());
    assertTrue(capacity.availableBytes() <= capacity.totalBytes());
    assertTrue(capacity.availableInodes() <= capacity.totalInodes());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4096, 0",
    "3, 4096, 12288",
    "9223372036854775807, 1, 9223372036854775807",
    "4611686018427387904, 2, 9223372036854775807",
    "4611686018427387904, 4, 9223372036854775807",
    "-1, 1, 9223372036854775807"
  })
  void whatALongCannotHoldIsItsLargest(long count, long unit, long product) {
    assertEquals(product, Libc.saturated(count, unit));
  }
}
