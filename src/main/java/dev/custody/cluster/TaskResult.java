package dev.custody.cluster;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of tekton-tasks that a report decides on, by their exact names. What another task
 * calls {@code SCAN_VERDICT} is none of them.
 */
public enum TaskResult {
  /** The compact record. */
  RECORD(Kind.RECORD),
  /** Whether the archive was the recorded one before the push. */
  VERDICT(Kind.VERDICT),
  /** The first cause of that verdict. */
  CAUSE(Kind.CAUSE),
  /** The manifest that was seen in the archive. */
  MANIFEST_DIGEST(Kind.DIGEST),
  /** Whether the registry held the recorded image after the push. */
  PUSH_VERDICT(Kind.VERDICT),
  /** Why not. */
  PUSH_CAUSE(Kind.CAUSE),
  /** Whether the tag named the recorded image then. */
  TAG_VERDICT(Kind.VERDICT),
  /** The digest that was pushed. */
  PUSHED_DIGEST(Kind.DIGEST);

  /** What a result's value is. */
  public enum Kind {
    RECORD,
    VERDICT,
    CAUSE,
    DIGEST
  }

  private final Kind kind;

  TaskResult(Kind kind) {
    this.kind = kind;
  }

  /** The result of that name; null for all others. */
  public static @Nullable TaskResult named(String name) {
    return Stream.of(values()).filter(r -> r.name().equals(name)).findFirst().orElse(null);
  }

  /** Whether a name is that of a result of this kind. */
  public static boolean is(String name, Kind kind) {
    TaskResult result = named(name);
    return result != null && result.kind == kind;
  }

  /**
   * Whether a task's result may hand on what one of its steps calls by another name: tasks call the
   * verdict of their step {@code confirm} {@code PUSH_VERDICT}.
   *
   * @param result name of the task's result
   * @param ofStep name of the step's result
   */
  public static boolean handsOn(String result, String ofStep) {
    TaskResult own = named(result);
    TaskResult step = named(ofStep);
    return result.equals(ofStep)
        || (own != null
            && step != null
            && own.kind == step.kind
            && (own.kind == Kind.VERDICT || own.kind == Kind.CAUSE));
  }
}
