package dev.custody.oci;

import dev.custody.oci.Problem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is wrong or odd, and bounds it, because a hostile archive could name a million
 * faults. Notes are bounded by kind, so that many of one kind do not hide another, and what is left
 * out is counted.
 */
public final class Problems {
  private static final int LIMIT = 100;
  private static final int LIMIT_OF_KIND = 20;
  private static final String ANY = "notes";

  private final List<Problem> problems = new ArrayList<>();

  /** The kind of each note. */
  private final Map<String, String> notes = new LinkedHashMap<>();

  /** The number of notes of each kind, with those that were left out. */
  private final Map<String, Integer> kept = new LinkedHashMap<>();

  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private long left;

  public void add(Problem problem) {
    if (problems.size() < LIMIT) {
      problems.add(problem);
    } else {
      left++;
    }
  }

  public void add(Kind kind, String place, String message) {
    add(new Problem(kind, place, null, null, message));
  }

  /** Adds everything that another collection has. */
  public void addAll(Problems more) {
    more.problems.forEach(this::add);
    more.notes.forEach((note, kind) -> note(kind, note));
    more.leftOut.forEach((kind, count) -> leftOut.merge(kind, count, Long::sum));
    left += more.left;
  }

  public void note(String note) {
    note(ANY, note);
  }

  /**
   * Adds a note of a kind that a hostile archive could repeat.
   *
   * @param kind what there are more of where the rest is left out: {@code layers with device nodes}
   */
  public void note(String kind, String note) {
    if (notes.containsKey(note)) {
      return;
    }
    if (kept.merge(kind, 1, Integer::sum) <= (kind.equals(ANY) ? LIMIT : LIMIT_OF_KIND)) {
      notes.put(note, kind);
    } else {
      leftOut.merge(kind, 1L, Long::sum);
    }
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  public boolean none(Kind kind) {
    return problems.stream().noneMatch(problem -> problem.kind() == kind);
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public List<String> notes() {
    List<String> all = new ArrayList<>(notes.keySet());
    leftOut.forEach((kind, count) -> all.add(count + " more " + kind + " are not listed"));
    if (left > 0) {
      all.add(left + " more problems are not listed");
    }
    return all;
  }
}
