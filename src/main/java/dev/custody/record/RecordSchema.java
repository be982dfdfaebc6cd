package dev.custody.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The published JSON Schema (draft 2020-12) of a record. */
public final class RecordSchema {
  private RecordSchema() {}

  /** The schema as text; ends with a newline. */
  public static String text() {
    try (InputStream in =
        Objects.requireNonNull(RecordSchema.class.getResourceAsStream("record-schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
