package dev.custody.report.cluster;

import dev.custody.cluster.Claim;
import dev.custody.cluster.ClusterDump;
import dev.custody.cluster.Pod;
import dev.custody.cluster.SecurityContext;
import dev.custody.cluster.StoragePlace;
import dev.custody.linux.MlsRange;
import dev.custody.report.cluster.Suspect.Question;
import dev.custody.report.cluster.Suspect.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    suspects.words(Question.SCC, t -> pod(t, Pod::scc), "SCC");
    suspects.words(Question.SERVICE_ACCOUNT, t -> pod(t, Pod::serviceAccount), "service account");
    suspects.words(Question.NODE, t -> pod(t, Pod::node), "node");
    suspects.atTheSameTime();
    return suspects.suspects.stream().sorted(Comparator.comparing(Suspect::standing)).toList();
  }

  private static @Nullable String pod(RunTask task, Function<Pod, @Nullable String> part) {
    Pod pod = task.pod();
    return pod == null ? null : part.apply(pod);
  }

  private void volume() {
    Map<String, List<String>> claims = byValue(t -> t.claim(archive));
    if (claims.isEmpty()) {
      add(Question.VOLUME, Standing.NOT_KNOWN, "no pod of these tasks was dumped");
      return;
    }
    Map<StoragePlace, List<String>> places = places();
    String claim = claims.keySet().iterator().next();
    List<String> mounting = claims.values().iterator().next();
    if (claims.size() == 1 && places.size() < 2) {
      sameClaim(claim, mounting, places.isEmpty() ? List.of() : places.values().iterator().next());
    } else if (claims.size() > 1) {
      add(Question.VOLUME, Standing.FOUND, "the tasks mount different claims: " + told(claims));
    } else if (places.keySet().stream().map(StoragePlace::base).distinct().count() > 1) {
      Map<String, List<String>> bases = new LinkedHashMap<>();
      places.forEach((place, names) ->
          bases.computeIfAbsent(place.base(), _ -> new ArrayList<>()).addAll(names));
      add(
          Question.VOLUME,
          Standing.FOUND,
          "claim " + claim + " is another volume on each node: " + told(bases));
    } else {
      Map<String, List<String>> paths = new LinkedHashMap<>();
      places.forEach((place, names) -> paths.put(place.path(), names));
      add(
          Question.DIRECTORY,
          Standing.FOUND,
          "same claim " + claim + ", but different directories of it: " + told(paths));
    }
  }

  /**
   * One claim, and as far as is known one directory of it.
   *
   * @param placed the tasks of which the directory is known; a TaskRun alone names only the claim
   */
  private void sameClaim(String claim, List<String> mounting, List<String> placed) {
    String volume = volumeOf(claim);
    String claimed = "claim " + claim + (volume == null ? "" : " (volume " + volume + ")");
    List<String> claimless =
        tasks.stream().map(RunTask::name).filter(name -> !mounting.contains(name)).toList();
    if (mounting.size() < 2 || !claimless.isEmpty()) {
      add(
          Question.VOLUME,
          Standing.NOT_KNOWN,
          claimed
              + " in "
              + String.join(", ", mounting)
              + (claimless.isEmpty()
                  ? ", the only task that is known"
                  : "; " + notKnown(claimless)));
      return;
    }
    List<String> unplaced = mounting.stream().filter(name -> !placed.contains(name)).toList();
    add(
        Question.VOLUME,
        Standing.RULED_OUT,
        "same "
            + claimed
            + " in "
            + all(mounting.size())
            + (unplaced.isEmpty() ? "" : "; which directory of it is " + notKnown(unplaced)));
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

  /**
   * The volume that the claim of these tasks' namespace is bound to; null where it is not known.
   */
  private @Nullable String volumeOf(String claim) {
    return tasks.stream()
        .map(RunTask::namespace)
        .filter(Objects::nonNull)
        .map(namespace -> dump.claim(namespace, claim))
        .filter(Objects::nonNull)
        .map(Claim::volume)
        .filter(Objects::nonNull)
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
      same(Question.SELINUX_LEVEL, "SELinux level", levels.entrySet().iterator().next());
    } else if (levels.size() == 1) {
      add(
          Question.SELINUX_LEVEL,
          Standing.FOUND,
          "no pod fixes its SELinux level, so identical security contexts still give each pod a"
              + " level of its own");
    } else {
      levels.remove("");
      add(Question.SELINUX_LEVEL, Standing.FOUND, "SELinux levels differ: " + told(levels));
    }
  }

  private void words(Question question, Function<RunTask, @Nullable String> value, String word) {
    Map<String, List<String>> values = byValue(value);
    if (values.size() == 1) {
      same(question, word, values.entrySet().iterator().next());
    } else if (values.size() > 1) {
      add(question, Standing.FOUND, word + " differs: " + told(values));
    }
  }

  /** One value in all tasks whose pods are known. */
  private void same(Question question, String word, Map.Entry<String, List<String>> only) {
    List<String> unknown = withoutPod(tasks);
    if (!unknown.isEmpty()) {
      String known = word + " " + only.getKey() + " in " + String.join(", ", only.getValue());
      add(question, Standing.NOT_KNOWN, known + "; " + notKnown(unknown));
    } else if (only.getValue().size() > 1) {
      add(question, Standing.RULED_OUT, "same " + word + " " + only.getKey());
    }
  }

  /** The tasks of which the dump has no pod, so that little can be compared. */
  static List<String> withoutPod(List<RunTask> tasks) {
    return tasks.stream().filter(t -> t.pod() == null).map(RunTask::name).toList();
  }

  /** {@code not known of tamper, whose pod is not in the dump}. */
  static String notKnown(List<String> unknown) {
    return "not known of "
        + String.join(", ", unknown)
        + (unknown.size() == 1 ? ", whose pod is" : ", whose pods are")
        + " not in the dump";
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
    if (overlaps.isEmpty() && timed.size() < tasks.size()) {
      add(
          Question.SAME_TIME,
          Standing.NOT_KNOWN,
          timed.stream().map(RunTask::name).collect(Collectors.joining(", "))
              + " ran one after the other; the times of the other tasks are not known");
    } else if (overlaps.isEmpty()) {
      add(Question.SAME_TIME, Standing.RULED_OUT, "the tasks of this run ran one after the other");
    } else {
      add(
          Question.SAME_TIME,
          Standing.FOUND,
          String.join("; ", overlaps.subList(0, Math.min(5, overlaps.size()))));
    }
  }

  private static Duration overlap(RunTask one, RunTask other) {
    Instant from = later(one.from(), other.from());
    Instant oneEnd = Objects.requireNonNull(one.until());
    Instant otherEnd = Objects.requireNonNull(other.until());
    return Duration.between(from, oneEnd.isBefore(otherEnd) ? oneEnd : otherEnd);
  }

  private static Instant later(@Nullable Instant one, @Nullable Instant other) {
    Instant first = Objects.requireNonNull(one);
    Instant second = Objects.requireNonNull(other);
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
      case 2 -> "both tasks";
      default -> "all " + tasks + " tasks";
    };
  }

  private void add(Question question, Standing standing, String answer) {
    suspects.add(new Suspect(question, standing, answer));
  }
}
