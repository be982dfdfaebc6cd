package dev.custody.report.text;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A file that one could take for the archive.
 *
 * @param path of its directory and its name
 * @param shown its name where it lies beside the archive, else its path
 * @param words what it is
 */
public record LookAlike(String path, String shown, String words) {
  /** One line. */
  @JsonValue
  @Override
  public String toString() {
    return shown + ": " + words;
  }
}
