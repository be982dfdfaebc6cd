package dev.custody.report.cluster;

import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.Pod;
import dev.custody.cluster.SecurityContext;
import dev.custody.cluster.StoragePlace;
import dev.custody.linux.MlsRange;
import dev.custody.report.cluster.Suspect.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The comparisons that people make by hand with kubectl, answered in words. */
final class Suspects {
  private final ClusterDump dump;
  private final List<RunTask> tasks;
  private final @Nullable String archive;
  private final List<Suspect> suspects = new ArrayList<>();

  private Suspects(ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    this.dump = dump;
    this.tasks = tasks;
    this.archive = archive;
  }

  /**
   * The answers, most telling first.
   *
   * @param tasks of one run, those that reach for the archive
   */
  static List<Suspect> of(ClusterDump dump, List<RunTask> tasks, @Nullable String archive) {
    Suspects suspects = new Suspects(dump, tasks, archive);
    suspects.volume();
    suspects.suspects.addAll(SecuritySettings.compare(tasks));
    suspects.label();
    suspects.words("another SCC", t -> pod(t, Pod::scc), "SCC");
    suspects.words("another service account", t -> pod(t, Pod::serviceAccount), "service account");
    suspects.words("another node", t -> pod(t, Pod::node), "node");
    suspects.atTheSameTime();
    return suspects.suspects.stream()
        .sorted(java.util.Comparator.comparing(Suspect::standing))
        .toList();
  }

  private static @Nullable String pod(RunTask task, Function<Pod, @Nullable String> part) {
    Pod pod = task.pod();
    return pod == null ? null : part.apply(pod);
  }

  private void volume() {
    Map<String, List<String>> claims = byValue(t -> t.claim(archive));
    if (claims.isEmpty()) {
      add("another volume", Standing.NOT_KNOWN, "no pod of these tasks was dumped");
      return;
    }
    Map<StoragePlace, List<String>> places = places();
    String claim = claims.keySet().iterator().next();
    int mounting = claims.values().iterator().next().size();
    if (places.size() == 1
        && claims.size() == 1
        && places.values().iterator().next().size() == mounting) {
      String volume = volumeOf(claim);
      add(
          "another volume",
          Standing.RULED_OUT,
          "same claim "
              + claim
              + (volume == null ? "" : " (volume " + volume + ")")
              + " in "
              + all(places.values().iterator().next().size())
              + ": another volume is ruled out");
    } else if (claims.size() == 1 && places.size() < 2) {
      add(
          "another volume",
          Standing.RULED_OUT,
          "same claim " + claim + " in " + all(mounting) + ", as far as is known");
    } else if (claims.size() > 1) {
      add("another volume", Standing.FOUND, "the tasks mount different claims: " + told(claims));
    } else {
      Map<String, List<String>> paths = new LinkedHashMap<>();
      places.forEach((place, names) -> paths.put(place.path(), names));
      add(
          "another directory",
          Standing.FOUND,
          "same claim " + claim + ", but different directories of it: " + told(paths));
    }
  }

  private Map<StoragePlace, List<String>> places() {
    Map<StoragePlace, List<String>> places = new LinkedHashMap<>();
    for (RunTask task : tasks) {
      StoragePlace place = task.place(dump, archive);
      if (place != null) {
        places.computeIfAbsent(place, _ -> new ArrayList<>()).add(task.name());
      }
    }
    return places;
  }

  private @Nullable String volumeOf(String claim) {
    return dump.claims().stream()
        .filter(c -> c.name().equals(claim))
        .map(c -> c.volume())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void label() {
    Map<String, List<String>> levels =
        byValue(task -> {
          Pod.Container container = task.container();
          SecurityContext.SeLinux options =
              container == null ? null : container.security().seLinux();
          String level = options == null ? null : options.level();
          return container == null ? null : level == null ? "" : MlsRange.normalized(level);
        });
    boolean labels =
        tasks.stream()
            .flatMap(t -> t.observed().stream())
            .anyMatch(o -> o.process().label() != null);
    if (!labels || levels.isEmpty()) {
      return;
    }
    if (levels.size() == 1 && !levels.containsKey("")) {
      add(
          "another SELinux level",
          Standing.RULED_OUT,
          "all pods ask for the SELinux level " + levels.keySet().iterator().next());
    } else if (levels.size() == 1) {
      add(
          "another SELinux level",
          Standing.FOUND,
          "no pod fixes its SELinux level, so identical security contexts still give each pod a"
              + " level of its own");
    } else {
      levels.remove("");
      add("another SELinux level", Standing.FOUND, "SELinux levels differ: " + told(levels));
    }
  }

  private void words(String question, Function<RunTask, @Nullable String> value, String word) {
    Map<String, List<String>> values = byValue(value);
    if (values.size() == 1) {
      Map.Entry<String, List<String>> only = values.entrySet().iterator().next();
      if (only.getValue().size() > 1) {
        add(question, Standing.RULED_OUT, "same " + word + " " + only.getKey());
      }
    } else if (values.size() > 1) {
      add(question, Standing.FOUND, word + " differs: " + told(values));
    }
  }

  private void atTheSameTime() {
    List<RunTask> timed =
        tasks.stream().filter(t -> t.from() != null && t.until() != null).toList();
    if (timed.size() < 2) {
      return;
    }
    List<String> overlaps = new ArrayList<>();
    for (int i = 0; i < timed.size(); i++) {
      for (int j = i + 1; j < timed.size(); j++) {
        Duration overlap = overlap(timed.get(i), timed.get(j));
        // The cluster cuts times to seconds.
        if (overlap.toSeconds() > 0) {
          overlaps.add(
              timed.get(i).name()
                  + " and "
                  + timed.get(j).name()
                  + " overlapped by "
                  + overlap.toSeconds()
                  + " s");
        }
      }
    }
    if (overlaps.isEmpty()) {
      add(
          "tasks at the same time",
          Standing.RULED_OUT,
          "the tasks of this run ran one after the other");
    } else {
      add(
          "tasks at the same time",
          Standing.FOUND,
          String.join("; ", overlaps.subList(0, Math.min(5, overlaps.size()))));
    }
  }

  private static Duration overlap(RunTask one, RunTask other) {
    Instant from = later(one.from(), other.from());
    Instant oneEnd = java.util.Objects.requireNonNull(one.until());
    Instant otherEnd = java.util.Objects.requireNonNull(other.until());
    return Duration.between(from, oneEnd.isBefore(otherEnd) ? oneEnd : otherEnd);
  }

  private static Instant later(@Nullable Instant one, @Nullable Instant other) {
    Instant first = java.util.Objects.requireNonNull(one);
    Instant second = java.util.Objects.requireNonNull(other);
    return first.isAfter(second) ? first : second;
  }

  private Map<String, List<String>> byValue(Function<RunTask, @Nullable String> value) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (RunTask task : tasks) {
      String of = value.apply(task);
      if (of != null) {
        values.computeIfAbsent(of, _ -> new ArrayList<>()).add(task.name());
      }
    }
    return values;
  }

  private static String told(Map<String, List<String>> values) {
    List<String> parts = new ArrayList<>();
    values.forEach((value, names) -> parts.add(String.join(", ", names) + ": " + value));
    return String.join("; ", parts);
  }

  private static String all(int tasks) {
    return switch (tasks) {
      case 1 -> "the only task that is known";
      case 2 -> "both tasks";
      default -> "all " + tasks + " tasks";
    };
  }

  private void add(String question, Standing standing, String answer) {
    suspects.add(new Suspect(question, standing, answer));
  }
}
