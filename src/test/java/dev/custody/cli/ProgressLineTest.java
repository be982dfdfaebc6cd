package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of the reading and when; on a real terminal it is seen by ContentReadIT. */
@Timeout(60)
class ProgressLineTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Duration NEVER = Duration.ofHours(1);

  /** A line of 250 of 1000 bytes, whatever the clock says. */
  private static final String LINE =
      "custody: 250 B of 1\\.0 kB read, [0-9.]+ k?B/s(, [0-9]+ s left)?";

  private final StringWriter said = new StringWriter();

  private ProgressLine quarter(boolean terminal, Duration first, Duration next) {
    ProgressLine progress =
        new ProgressLine(new PrintWriter(said), terminal, new ProgressLine.Pauses(first, next));
    progress.total(600);
    progress.total(400);
    progress.advance(100);
    progress.advance(150);
    return progress;
  }

  private void awaitLines(String end, int count) throws InterruptedException {
    while (said.toString().split(end, -1).length <= count) {
      Thread.sleep(1);
    }
  }

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
  void pausesAreThoseOfTheManual() {
    assertEquals(Duration.ofSeconds(10), ProgressLine.Pauses.LOG.first());
    assertEquals(Duration.ofSeconds(10), ProgressLine.Pauses.LOG.next());
    assertTrue(ProgressLine.Pauses.TERMINAL.first().compareTo(Duration.ofSeconds(1)) >= 0);
  }

  @Test
  void shortWorkSaysNothing() {
    for (boolean terminal : new boolean[] {true, false}) {
      quarter(terminal, NEVER, SHORT).close();
      assertEquals("", said.toString());
    }
  }

  @Test
  void aLogGetsALineAfterEachPause() throws InterruptedException {
    long began = System.nanoTime();
    try (ProgressLine _ = quarter(false, SHORT, SHORT)) {
      awaitLines("\n", 3);
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - began);
    List<String> lines = said.toString().lines().toList();
    assertTrue(said.toString().endsWith("\n"), said::toString);
    for (String line : lines) {
      assertTrue(line.matches(LINE), line);
    }
    assertTrue(lines.size() <= taken.dividedBy(SHORT), lines.size() + " lines in " + taken);
  }

  @Test
  void aLogWaitsForItsFirstLineAsLongAsForTheOthers() throws InterruptedException {
    try (ProgressLine _ = quarter(false, SHORT, NEVER)) {
      awaitLines("\n", 1);
      Thread.sleep(5 * SHORT.toMillis());
    }
    assertEquals(1, said.toString().lines().count(), said::toString);
  }

  @Test
  void aTerminalGetsOneLineThatIsTakenAway() throws InterruptedException {
    try (ProgressLine _ = quarter(true, SHORT, SHORT)) {
      awaitLines("\r", 3);
    }
    assertFalse(said.toString().contains("\n"), said::toString);
    assertTrue(said.toString().matches("(\r" + LINE + "\033\\[K){2,}\r\033\\[K"), said::toString);
  }

  @Test
  void saysNothingAfterItsEnd() throws InterruptedException {
    ProgressLine progress = quarter(false, SHORT, SHORT);
    awaitLines("\n", 1);
    progress.close();
    String before = said.toString();
    progress.total(1000);
    progress.advance(1000);
    Thread.sleep(5 * SHORT.toMillis());
    assertEquals(before, said.toString());
  }
}
