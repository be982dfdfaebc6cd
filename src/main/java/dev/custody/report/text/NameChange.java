package dev.custody.report.text;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A name in a listed directory, or a hashed file, that is not as it was.
 *
 * @param path of the directory and the name
 * @param appeared whether it is new
 * @param words what became of it, after its path
 */
public record NameChange(String path, boolean appeared, String words) {
  /** Whether it is the file of this path, or of this name in any directory. */
  public boolean isOf(String name) {
    return path.equals(name) || path.endsWith("/" + name);
  }

  /** One sentence. */
  @JsonValue
  @Override
  public String toString() {
    return path + " " + words;
  }
}
