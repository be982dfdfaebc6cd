package dev.custody.oci.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AheadStreamTest {
  private static final long SEED = 20261124;

  private final byte[] content = new byte[3 * AheadStream.BUFFERS * AheadStream.SIZE + 17];

  AheadStreamTest() {
    new Random(SEED).nextBytes(content);
  }

  private InputStream content() {
    return new ByteArrayInputStream(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void givesWhatTheStreamHolds(int threads) throws IOException {
    try (AheadStream stream = new AheadStream(content(), new Workers(threads).alone())) {
      assertEquals(threads == 2, stream.part() != null);
      assertArrayEquals(content, stream.readAllBytes());
      assertEquals(-1, stream.read());
    }
  }

  @Test
  void readsItselfWhereNoThreadCanBeHad() throws IOException {
    List<String> asked = new ArrayList<>();
    Workers.Scratch scratch =
        new Workers(
                2,
                (name, _) -> {
                  asked.add(name);
                  return null;
                })
            .alone();
    try (AheadStream stream = new AheadStream(content(), scratch)) {
      assertArrayEquals(content, stream.readAllBytes());
      assertEquals(List.of("ahead"), asked, "it is not asked again for each part");
      assertTrue(scratch.takeSpare(), "it gave its spare back");
      assertFalse(scratch.takeSpare());
    }
    assertFalse(scratch.takeSpare(), "and gave it back once");
  }

  @Test
  void theNextStreamUsesTheSameBuffers() throws IOException {
    Workers.Scratch scratch = new Workers(2).alone();
    List<byte[]> used = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (AheadStream stream = new AheadStream(content(), scratch)) {
        used.add(stream.part());
      }
    }
    assertSame(used.getFirst(), used.getLast());
  }

  @Test
  void twoAtOnceDoNotShareTheirBuffers() throws IOException {
    Workers.Scratch scratch = new Workers(3).alone();
    try (AheadStream outer = new AheadStream(content(), scratch);
        AheadStream inner = new AheadStream(outer, scratch)) {
      assertNotSame(outer.part(), inner.part());
      assertArrayEquals(content, inner.readAllBytes());
    }
  }

  @Test
  void whatItsThreadFailsWithIsThrownAsItIs() {
    for (Throwable failure :
        List.of(
            new IOException("of a test"),
            new IllegalStateException("of a test"),
            new OutOfMemoryError("of a test"))) {
      try (AheadStream stream = new AheadStream(failing(failure), new Workers(2).alone())) {
        assertSame(failure, assertThrows(failure.getClass(), stream::readAllBytes));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Fails in its second part, and only on another thread than this one. */
  private InputStream failing(Throwable failure) {
    Thread caller = Thread.currentThread();
    return new FilterInputStream(content()) {
      private int left = AheadStream.SIZE;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (left <= 0 && Thread.currentThread() != caller) {
          switch (failure) {
            case IOException io -> throw io;
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
          }
        }
        int n = super.read(target, offset, length);
        left -= n;
        return n;
      }
    };
  }
}
