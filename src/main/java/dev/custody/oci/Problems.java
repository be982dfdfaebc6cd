package dev.custody.oci;

import dev.custody.oci.Problem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong or odd, collected and bounded: a hostile archive could name a million faults. */
final class Problems {
  private static final int LIMIT = 100;

  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private long left;

  void add(Problem problem) {
    if (problems.size() < LIMIT) {
      problems.add(problem);
    } else {
      left++;
    }
  }

  void add(Kind kind, String place, String message) {
    add(new Problem(kind, place, null, null, message));
  }

  /** Adds what another one collected. */
  void addAll(Problems more) {
    more.problems.forEach(this::add);
    more.notes.forEach(this::note);
    left += more.left;
  }

  void note(String note) {
    if (notes.size() < LIMIT) {
      notes.add(note);
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  boolean none(Kind kind) {
    return problems.stream().noneMatch(problem -> problem.kind() == kind);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (left > 0) {
      all.add(left + " more problems are not listed");
    }
    return all;
  }
}
