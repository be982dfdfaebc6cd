package dev.custody.record;

import java.util.List;

/**
 * What {@code --wait} did.
 *
 * @param attempts how many looks were taken, at least 1
 * @param waitedMillis time spent between the first and the last look, milliseconds
 * @param changes what changed meanwhile, in order
 */
public record Waiting(int attempts, long waitedMillis, List<String> changes) {
  public Waiting {
    changes = List.copyOf(changes);
  }
}
