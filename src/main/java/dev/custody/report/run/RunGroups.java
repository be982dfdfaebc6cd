package dev.custody.report.run;

import dev.custody.cluster.ClusterDump;
import dev.custody.oci.Digest;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sorts records into groups that belong together: one run, one archive. A compact record knows
 * little of its step, so it is put where the others say it belongs.
 */
final class RunGroups {
  /**
   * One run and one archive.
   *
   * @param records each once, by time
   * @param sources of each record, every place it was found at
   */
  record Group(
      String name,
      @Nullable String uid,
      @Nullable String archive,
      List<FoundRecord> records,
      Map<FoundRecord, List<String>> sources) {}

  private RunGroups() {}

  /**
   * The groups.
   *
   * @param cluster names runs and tasks of which only compact records are there
   */
  static List<Group> of(List<FoundRecord> found, ClusterDump cluster) {
    Map<FoundRecord, List<String>> sources = once(found);
    Map<String, List<FoundRecord>> byRun = new LinkedHashMap<>();
    sources.keySet().stream()
        .sorted(Comparator.comparing((FoundRecord f) -> f.at()))
        .forEach(f -> byRun.computeIfAbsent(run(f.step()), _ -> new ArrayList<>()).add(f));
    return byRun.values().stream()
        .flatMap(records -> byArchive(records, sources, cluster))
        .toList();
  }

  /** Each record once, however often it was found; a compact one only where the full is missing. */
  private static Map<FoundRecord, List<String>> once(List<FoundRecord> found) {
    Map<ExecutionRecord, FoundRecord> full = new LinkedHashMap<>();
    Map<FoundRecord, List<String>> sources = new LinkedHashMap<>();
    for (FoundRecord one : found) {
      if (one.evidence() instanceof RecordedEvidence.Full whole) {
        FoundRecord known = full.get(whole.record());
        // Bytes count more than what a log makes of them.
        if (known == null || (known.document() == null && one.document() != null)) {
          full.put(whole.record(), one);
          List<String> earlier = known == null ? null : sources.remove(known);
          sources.put(one, earlier == null ? new ArrayList<>() : earlier);
          known = one;
        }
        sources.getOrDefault(known, new ArrayList<>()).add(one.source());
      }
    }
    Map<Digest, FoundRecord> byDocument = new HashMap<>();
    Map<String, FoundRecord> byMoment = new HashMap<>();
    for (FoundRecord one : sources.keySet()) {
      if (one.document() != null) {
        byDocument.put(one.document(), one);
      }
      // A record in a log, or formatted anew since, is still the look of that moment.
      byMoment.put(moment(one), one);
    }
    Map<List<Object>, FoundRecord> compacts = new LinkedHashMap<>();
    for (FoundRecord one : found) {
      if (one.evidence() instanceof RecordedEvidence.Compact compact) {
        FoundRecord whole = byDocument.get(one.document());
        whole = whole == null ? byMoment.get(moment(one)) : whole;
        List<Object> same = List.of(compact.record(), one.step());
        FoundRecord home = whole == null ? compacts.computeIfAbsent(same, _ -> one) : whole;
        sources.computeIfAbsent(home, _ -> new ArrayList<>()).add(one.source());
      }
    }
    return sources;
  }

  static String moment(FoundRecord found) {
    return found.at() + " " + found.evidence().image().manifest() + " " + found.step().taskRun();
  }

  private static String run(Step step) {
    return step.pipelineRunUid() != null
        ? "uid " + step.pipelineRunUid()
        : step.pipelineRun() != null
            ? "name " + step.pod().namespace() + "/" + step.pipelineRun()
            : "";
  }

  private static Stream<Group> byArchive(
      List<FoundRecord> records, Map<FoundRecord, List<String>> sources, ClusterDump cluster) {
    Set<String> names = new LinkedHashSet<>();
    for (FoundRecord one : records) {
      String name = one.fileName();
      if (name != null) {
        names.add(name);
      }
    }
    String uid = first(records, Step::pipelineRunUid);
    String own = first(records, Step::pipelineRun);
    String run = own == null ? cluster.runName(uid) : own;
    String title = run != null ? "run " + run : uid != null ? "run " + uid : "unnamed run";
    if (names.size() < 2) {
      return Stream.of(
          new Group(title, uid, names.stream().findFirst().orElse(null), records, sources));
    }
    // A record that does not know its archive's name is evidence on each of them.
    return names.stream()
        .map(name ->
            new Group(
                title + ", " + name,
                uid,
                name,
                records.stream()
                    .filter(r -> {
                      String file = r.fileName();
                      return file == null || file.equals(name);
                    })
                    .toList(),
                sources));
  }

  private static @Nullable String first(
      List<FoundRecord> records, java.util.function.Function<Step, @Nullable String> part) {
    for (FoundRecord one : records) {
      String value = part.apply(one.step());
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** What people call the tasks of a group, by record. */
  static Map<FoundRecord, String> tasks(Group group, ClusterDump cluster) {
    Map<String, String> byTaskRun = new HashMap<>();
    cluster.taskRuns().forEach(t -> byTaskRun.put(t.name(), t.displayName()));
    for (FoundRecord one : group.records()) {
      Step step = one.step();
      if (step.taskRun() != null && step.pipelineTask() != null) {
        byTaskRun.put(step.taskRun(), step.pipelineTask());
      }
    }
    Map<FoundRecord, String> tasks = new HashMap<>();
    for (FoundRecord one : group.records()) {
      Step step = one.step();
      String task =
          step.pipelineTask() != null
              ? step.pipelineTask()
              : step.taskRun() != null
                  ? byTaskRun.getOrDefault(step.taskRun(), step.taskRun())
                  : step.pod().name() != null
                      ? step.pod().name()
                      : step.step() != null ? step.step() : one.source();
      tasks.put(one, task);
    }
    return tasks;
  }
}
