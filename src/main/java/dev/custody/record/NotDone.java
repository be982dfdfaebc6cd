package dev.custody.record;

import java.util.List;

/**
 * Something that could not be checked.
 *
 * @param what the evidence that is missing, and why
 * @param causes those that therefore cannot be excluded
 */
public record NotDone(String what, List<CauseId> causes) {
  public NotDone {
    causes = List.copyOf(causes);
  }
}
