package dev.custody.report.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of comparing records with a dump.
 *
 * @param section null where the dump knows nothing of the run
 */
public record ClusterReading(@Nullable ClusterSection section, List<ClusterFinding> findings) {
  public ClusterReading {
    findings = List.copyOf(findings);
  }
}
