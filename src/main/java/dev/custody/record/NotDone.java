package dev.custody.record;

import java.util.List;

/**
 * Something that could not be checked.
 *
 * @param what the evidence that is missing, and why
 * @param causes ids of the causes that therefore cannot be excluded
 */
public record NotDone(String what, List<String> causes) {
  public NotDone {
    causes = List.copyOf(causes);
  }
}
