package dev.custody.report.run;

import dev.custody.cluster.ClusterDump;
import dev.custody.oci.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run that looked at an image first, right after its export: that is where a foreign image
 * comes from.
 */
final class ImageOrigins {
  private record Place(RunGroups.Group group, String task, Instant at) {}

  /** Two runs are enough: the asking one, and another. */
  private static final int KEPT = 2;

  private final Map<Digest, List<Place>> places = new HashMap<>();

  static ImageOrigins of(List<RunGroups.Group> groups, ClusterDump cluster) {
    ImageOrigins origins = new ImageOrigins();
    for (RunGroups.Group group : groups) {
      Map<FoundRecord, String> tasks = RunGroups.tasks(group, cluster);
      Set<Digest> seen = new HashSet<>();
      for (FoundRecord found : group.records()) {
        Digest digest = RecordFacts.manifest(found.evidence());
        if (digest != null && seen.add(digest)) {
          origins.add(
              digest, new Place(group, tasks.getOrDefault(found, found.source()), found.at()));
        }
      }
    }
    return origins;
  }

  private void add(Digest digest, Place place) {
    List<Place> all = places.computeIfAbsent(digest, _ -> new ArrayList<>());
    all.add(place);
    all.sort(java.util.Comparator.comparing(Place::at));
    if (all.size() > KEPT) {
      all.removeLast();
    }
  }

  /** The other run that an image is known from: {@code build in run release-8 at …}; else null. */
  @Nullable String elsewhere(Digest digest, RunGroups.Group asking) {
    for (Place place : places.getOrDefault(digest, List.of())) {
      if (!isSame(place.group(), asking)) {
        return place.task() + " in " + place.group().name() + " at " + place.at();
      }
    }
    return null;
  }

  private static boolean isSame(RunGroups.Group one, RunGroups.Group other) {
    return one.name().equals(other.name()) && Objects.equals(one.uid(), other.uid());
  }
}
