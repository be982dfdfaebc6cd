package dev.custody.report.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One setting of the pods beside what the steps saw of it.
 *
 * @param name as Kubernetes calls it
 */
public record Setting(String name, List<Cell> cells) {
  public Setting {
    cells = List.copyOf(cells);
  }

  /**
   * One task's value.
   *
   * @param specified what the cluster says; null where nothing is set or known
   * @param observed what the record saw; null where it saw nothing of it
   */
  public record Cell(
      String task, @Nullable String specified, @Nullable String observed, Arrival arrival) {}

  /** Whether what was asked for is what the step saw. */
  public enum Arrival {
    ARRIVED,
    NOT_ARRIVED,
    /** Nothing was asked for, or nobody looked. */
    NOT_COMPARED
  }
}
