package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.Pod;
import dev.custody.cluster.StoragePlace;
import dev.custody.cluster.ToolCommand;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.log.LogStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What command lines and logs say of a container's exports. A tool prints an image's digests when
 * it writes an archive and when it reads one, so a digest alone is a hint; it proves only together
 * with the destination.
 *
 * @param archive where the archive really lies
 */
record Exports(ClusterDump dump, StoragePlace archive, LogEvidence logs) {
  /** Where a container exports to, as far as is known. */
  enum Target {
    UNKNOWN,
    /** Some archive: another file, or a path that the dump cannot resolve. */
    SOME_ARCHIVE,
    THIS_ARCHIVE
  }

  /** Whether all that a container runs is a tool that reads. */
  static boolean onlyReads(Pod.Container container) {
    return container.tool() != null && !container.tool().exports();
  }

  /**
   * Where a container exports to.
   *
   * @param pod null where it is gone
   */
  Target target(@Nullable Pod pod, Pod.@Nullable Container container, LogStream stream) {
    List<String> paths =
        Stream.concat(
                Stream.ofNullable(container == null ? null : container.tool()),
                logs.exports().stream()
                    .filter(e -> isOf(e.stream(), stream))
                    .map(LogEvidence.Export::command))
            .map(ToolCommand::path)
            .filter(Objects::nonNull)
            .toList();
    if (paths.isEmpty()) {
      return Target.UNKNOWN;
    }
    boolean here =
        pod != null
            && container != null
            && paths.stream().anyMatch(p -> archive.equals(place(pod, container, p)));
    return here ? Target.THIS_ARCHIVE : Target.SOME_ARCHIVE;
  }

  /** The first line of a container's log that prints one of these digests; null without one. */
  @Nullable String line(LogStream stream, List<String> digests) {
    return logs.digests().stream()
        .filter(d -> isOf(d.stream(), stream))
        .filter(d -> d.digests().stream().anyMatch(digests::contains))
        .map(d -> d.source() + ": " + d.text())
        .findFirst()
        .orElse(null);
  }

  /** A log that names no pod counts only where one pod alone has that task and step. */
  private boolean isOf(LogStream log, LogStream container) {
    if (!Objects.equals(log.step(), container.step())) {
      return false;
    }
    return log.pod() == null
        ? log.task() != null && log.task().equals(container.task()) && isOnly(log)
        : log.pod().equals(container.pod());
  }

  private boolean isOnly(LogStream log) {
    return dump.pods().stream()
            .filter(p ->
                Objects.equals(p.owner().task(), log.task())
                    && p.containers().stream().anyMatch(c -> c.run().step().equals(log.step())))
            .limit(2)
            .count()
        < 2;
  }

  private @Nullable StoragePlace place(Pod pod, Pod.Container container, String path) {
    Pod.Mount best = null;
    for (Pod.Mount mount : container.mounts()) {
      boolean holds = path.equals(mount.path()) || path.startsWith(mount.path() + "/");
      if (holds && (best == null || mount.path().length() > best.path().length())) {
        best = mount;
      }
    }
    return best == null ? null : dump.place(pod, best).below(path.substring(best.path().length()));
  }
}
