package dev.custody.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * The published JSON Schemas (draft 2020-12), each named as the command whose JSON it describes.
 * They are generated from the Java types by a test, which fails when they are stale.
 */
public enum JsonSchema {
  /** A record, as {@code record} writes it and prints it. */
  RECORD,
  /** A compact record, as {@code --compact-file} gets it. */
  COMPACT,
  /** What {@code verify} and {@code compare} print. */
  VERIFY,
  /** What {@code inspect} prints. */
  INSPECT,
  /** What {@code explain} prints. */
  EXPLAIN,
  /** What {@code explain --write} prints. */
  EXPLAIN_WRITE,
  /** What {@code report} prints. */
  REPORT,
  /** What {@code confirm} prints. */
  CONFIRM,
  /** What {@code find} prints. */
  FIND;

  /** As the command line and the file call it: {@code explain-write}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The schema as text; ends with a newline. */
  public String text() {
    try (InputStream in =
        Objects.requireNonNull(
            JsonSchema.class.getResourceAsStream("/dev/custody/schema/" + this + ".json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
