package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The progress in words; on a real terminal it is seen by ContentReadIT. */
class ProgressLineTest {
  @Test
  void saysHowFarHowFastAndHowLongYet() {
    assertEquals(
        "custody: 3.5 GB of 14.0 GB read, 1.8 GB/s, 6 s left",
        ProgressLine.line(3_500_000_000L, 14_000_000_000L, Duration.ofSeconds(2)));
  }

  @Test
  void doesNotGuessWhileNothingWasRead() {
    assertEquals(
        "custody: 0 B of 14.0 GB read, 0 B/s",
        ProgressLine.line(0, 14_000_000_000L, Duration.ofSeconds(10)));
  }

  @Test
  void shortWorkSaysNothing() {
    for (boolean terminal : new boolean[] {true, false}) {
      StringWriter said = new StringWriter();
      try (ProgressLine progress = new ProgressLine(new PrintWriter(said), terminal)) {
        progress.total(100);
        progress.advance(100);
      }
      assertEquals("", said.toString());
    }
  }
}
