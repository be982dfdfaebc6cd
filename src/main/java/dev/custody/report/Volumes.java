package dev.custody.report;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.record.ExecutionRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notices that records of different runs were taken on one volume. */
final class Volumes {
  private Volumes() {}

  /** One sentence for each volume that more than one group used. */
  static List<String> shared(List<RunGroups.Group> groups) {
    Map<String, Set<String>> runs = new LinkedHashMap<>();
    for (RunGroups.Group group : groups) {
      for (FoundRecord found : group.records()) {
        String volume = identity(found.record());
        if (volume != null) {
          runs.computeIfAbsent(volume, _ -> new LinkedHashSet<>()).add(group.name());
        }
      }
    }
    return runs.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .map(e ->
            "records of "
                + some(e.getValue())
                + " are on one volume ("
                + e.getKey()
                + "): one run can overwrite the archive of the other; give each run its own"
                + " (volumeClaimTemplate) or a directory named after it")
        .toList();
  }

  /** The last record that another run left on this group's volume before it began; or nothing. */
  static List<FoundRecord> before(RunGroups.Group group, List<RunGroups.Group> groups) {
    FoundRecord first = group.records().getFirst();
    String volume = identity(first.record());
    return volume == null || group.uid() == null
        ? List.of()
        : groups.stream()
            .filter(g -> g.uid() != null && !g.uid().equals(group.uid()))
            .flatMap(g -> g.records().stream())
            .filter(r -> r.record().createdAt().isBefore(first.record().createdAt()))
            .filter(r -> volume.equals(identity(r.record())))
            .max(Comparator.comparing(r -> r.record().createdAt()))
            .stream()
            .toList();
  }

  private static String some(Set<String> names) {
    List<String> all = List.copyOf(names);
    return all.size() <= 5
        ? String.join(" and ", all)
        : String.join(", ", all.subList(0, 5)) + " and " + (all.size() - 5) + " more";
  }

  /**
   * What tells one volume from another; null where the record cannot tell. A network file system is
   * known by its name. Any other only by its top directory's inode and birth, which follow it from
   * node to node, or by its device within one boot.
   */
  private static @Nullable String identity(ExecutionRecord record) {
    Mount mount = Looks.mount(record);
    FileStatus file = Looks.status(record);
    if (mount == null || mount.type().equals("overlay") || mount.type().equals("tmpfs")) {
      return null;
    }
    if (mount.type().startsWith("nfs") || mount.type().equals("ceph")) {
      return mount.type() + " " + mount.source() + ", its " + mount.root();
    }
    FileStatus top = top(record, mount);
    if (top != null && top.born() != null) {
      return mount.type() + " made " + top.born() + ", its " + mount.root();
    }
    String boot = record.step().bootId();
    return file == null || boot == null
        ? null
        : mount.type() + " " + mount.source() + ", its " + mount.root() + ", boot " + boot;
  }

  private static @Nullable FileStatus top(ExecutionRecord record, Mount mount) {
    PathWalk walk = Looks.walk(record);
    if (walk != null) {
      for (Component component : walk.components()) {
        if (component.path().equals(mount.mountPoint())) {
          return component.status();
        }
      }
    }
    return null;
  }
}
