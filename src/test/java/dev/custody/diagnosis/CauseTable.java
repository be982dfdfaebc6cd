package dev.custody.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The test report's table of causes: each that was named as intended, where its evidence is from,
 * and in which situation. Unit and integration tests share {@code target/causes.txt}.
 */
public final class CauseTable {
  private static final Path TABLE = Path.of("target/causes.txt");

  private CauseTable() {}

  /** Where the evidence of a situation is from. */
  public enum Origin {
    MADE_FOR_REAL("made for real"),
    CAPTURE("capture"),
    FIXTURE("fixture");

    private final String words;

    Origin(String words) {
      this.words = words;
    }
  }

  /**
   * A cause was named right.
   *
   * @param cause its id, or NONE where nothing may be named
   */
  public static void namedRight(String cause, Origin origin, String situation) {
    String row = "%-24s %-14s named right: %s%n".formatted(cause, origin.words, situation);
    try {
      Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
