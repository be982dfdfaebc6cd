package dev.custody.report.run;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.record.RecordedEvidence.Look;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notices that records of different runs were taken on one volume. */
final class SharedVolumes {
  /** A record on a volume, and its run. */
  private record Left(String run, @Nullable String uid, FoundRecord record) {}

  private final Map<String, List<Left>> onVolume = new LinkedHashMap<>();

  private SharedVolumes() {}

  static SharedVolumes of(List<RunGroups.Group> groups) {
    SharedVolumes volumes = new SharedVolumes();
    for (RunGroups.Group group : groups) {
      for (FoundRecord found : group.records()) {
        String volume = identity(found.evidence());
        if (volume != null) {
          volumes
              .onVolume
              .computeIfAbsent(volume, _ -> new ArrayList<>())
              .add(new Left(group.name(), group.uid(), found));
        }
      }
    }
    return volumes;
  }

  /** One sentence for each volume that more than one group used. */
  List<String> shared() {
    Map<String, Set<String>> runs = new LinkedHashMap<>();
    onVolume.forEach((volume, records) ->
        records.forEach(
            l -> runs.computeIfAbsent(volume, _ -> new LinkedHashSet<>()).add(l.run())));
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

  /**
   * The last record that another run left on the volume of the recorded archive, before this run
   * began; or nothing.
   *
   * @param recorded the look that the others are compared with, in all its forms
   */
  List<FoundRecord> before(RunGroups.Group group, List<FoundRecord> recorded) {
    FoundRecord first = group.records().getFirst();
    String volume =
        recorded.stream()
            .map(look -> identity(look.evidence()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return volume == null || group.uid() == null
        ? List.of()
        : onVolume.getOrDefault(volume, List.of()).stream()
            .filter(l -> l.uid() != null && !l.uid().equals(group.uid()))
            .map(Left::record)
            .filter(r -> r.at().isBefore(first.at()))
            .max(Comparator.comparing(r -> r.at()))
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
  private static @Nullable String identity(Look look) {
    Mount mount = look.mount();
    FileStatus file = look.file();
    if (mount == null || mount.type().equals("overlay") || mount.type().equals("tmpfs")) {
      return null;
    }
    if (FileSystemType.isNfs(mount.type()) || mount.type().equals("ceph")) {
      // One export is mounted with one version of NFS in this pod and with another in the next.
      String type = FileSystemType.isNfs(mount.type()) ? "nfs" : mount.type();
      return type + " " + mount.source() + ", its " + mount.root();
    }
    FileStatus top = top(look, mount);
    if (top != null && top.born() != null) {
      return mount.type() + " made " + top.born() + ", its " + mount.root();
    }
    String boot = look.step().bootId();
    return file == null || boot == null
        ? null
        : mount.type() + " " + mount.source() + ", its " + mount.root() + ", boot " + boot;
  }

  private static @Nullable FileStatus top(Look look, Mount mount) {
    PathWalk walk = RecordFacts.walk(look);
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
