package dev.custody.report.cluster;

import dev.custody.cluster.Pod;
import dev.custody.report.cluster.Suspect.Question;
import dev.custody.report.cluster.Suspect.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares every field of the security contexts of the tasks' steps. */
final class SecuritySettings {
  /** What decides over a file's mode bits, said although other fields differ. */
  private static final List<String> IDENTITY =
      List.of("runAsUser", "runAsGroup", "fsGroup", "fsGroupChangePolicy", "supplementalGroups");

  private SecuritySettings() {}

  /** The answers; none where fewer than two tasks' pods were dumped. */
  static List<Suspect> compare(List<RunTask> tasks) {
    Map<String, SortedMap<String, String>> contexts = new LinkedHashMap<>();
    int known = 0;
    for (RunTask task : tasks) {
      Map<String, SortedMap<String, String>> own = steps(task);
      known += own.isEmpty() ? 0 : 1;
      if (Set.copyOf(own.values()).size() == 1) {
        contexts.put(task.name(), own.values().iterator().next());
      } else {
        own.forEach((step, fields) -> contexts.put(task.name() + " step " + step, fields));
      }
    }
    if (known < 2) {
      return List.of();
    }
    Set<String> fields = new TreeSet<>();
    contexts.values().forEach(c -> fields.addAll(c.keySet()));
    List<String> differ = fields.stream().filter(f -> values(contexts, f).size() > 1).toList();
    SortedMap<String, String> first = contexts.values().iterator().next();
    List<String> unknown = Suspects.withoutPod(tasks);
    if (differ.isEmpty()) {
      return List.of(
          new Suspect(
              Question.SECURITY_CONTEXT,
              unknown.isEmpty() ? Standing.RULED_OUT : Standing.NOT_KNOWN,
              "security contexts identical: "
                  + line(first, fields)
                  + (unknown.isEmpty() ? "" : "; " + Suspects.notKnown(unknown))));
    }
    List<Suspect> found = new ArrayList<>();
    found.add(
        new Suspect(
            Question.SECURITY_CONTEXT,
            Standing.FOUND,
            "security contexts differ: " + told(contexts, differ)));
    List<String> same =
        IDENTITY.stream().filter(f -> first.containsKey(f) && !differ.contains(f)).toList();
    if (unknown.isEmpty() && !same.isEmpty() && IDENTITY.stream().noneMatch(differ::contains)) {
      found.add(
          new Suspect(
              Question.USER_OR_GROUP,
              Standing.RULED_OUT,
              "same "
                  + line(first, same)
                  + " in all"
                  + " tasks; other fields of the security contexts differ"));
    }
    return found;
  }

  /** Of the last pod's steps; of a pod outside Tekton all its containers. */
  private static Map<String, SortedMap<String, String>> steps(RunTask task) {
    Map<String, SortedMap<String, String>> steps = new LinkedHashMap<>();
    Pod pod = task.pod();
    if (pod != null) {
      boolean tekton = pod.containers().stream().anyMatch(c -> c.name().startsWith("step-"));
      pod.containers().stream()
          .filter(c -> !tekton || c.name().startsWith("step-"))
          .forEach(c -> steps.put(c.run().step(), new TreeMap<>(c.asked())));
    }
    return steps;
  }

  private static Map<String, List<String>> values(
      Map<String, SortedMap<String, String>> contexts, String field) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    contexts.forEach((who, fields) ->
        values
            .computeIfAbsent(fields.getOrDefault(field, "not set"), _ -> new ArrayList<>())
            .add(who));
    return values;
  }

  /** The tasks with equal settings, with their values of the fields that differ. */
  private static String told(Map<String, SortedMap<String, String>> contexts, List<String> differ) {
    Map<SortedMap<String, String>, List<String>> alike = new LinkedHashMap<>();
    contexts.forEach((who, fields) -> {
      SortedMap<String, String> own = new TreeMap<>(fields);
      own.keySet().retainAll(differ);
      alike.computeIfAbsent(own, _ -> new ArrayList<>()).add(who);
    });
    return alike.entrySet().stream()
        .map(a ->
            String.join(", ", a.getValue())
                + ": "
                + (a.getKey().isEmpty() ? "none of these" : line(a.getKey(), differ)))
        .collect(Collectors.joining("; "));
  }

  /** User and groups first, as people ask. */
  private static String line(SortedMap<String, String> context, Iterable<String> fields) {
    List<String> parts = new ArrayList<>();
    for (String field : IDENTITY) {
      if (context.containsKey(field)) {
        parts.add(field + " " + context.get(field));
      }
    }
    for (String field : fields) {
      if (!IDENTITY.contains(field) && context.containsKey(field)) {
        parts.add(field + " " + context.get(field));
      }
    }
    return parts.isEmpty() ? "nothing is set" : String.join(", ", parts);
  }
}
