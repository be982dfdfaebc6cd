package dev.custody.oci;

/** Reading cannot go on; the problem says where and why. */
public final class UnreadableArchive extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public UnreadableArchive(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  public UnreadableArchive(Problem.Kind kind, String place, String message) {
    this(new Problem(kind, place, null, null, message));
  }

  public Problem problem() {
    return problem;
  }
}
