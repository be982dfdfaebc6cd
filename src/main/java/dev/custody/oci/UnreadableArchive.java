package dev.custody.oci;

/** Reading cannot go on; the problem says where and why. */
public final class UnreadableArchive extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;
  private final String fault;

  public UnreadableArchive(Problem problem) {
    super(problem.message());
    this.problem = problem;
    this.fault = problem.message();
  }

  public UnreadableArchive(Problem.Kind kind, String place, String message) {
    this(new Problem(kind, place, null, null, message));
  }

  /** The message is the fault, one sentence, and the remedy, another. */
  public UnreadableArchive(Problem.Kind kind, String place, String fault, String remedy) {
    super(fault + " " + remedy);
    this.problem = new Problem(kind, place, null, null, fault + " " + remedy);
    this.fault = fault;
  }

  public Problem problem() {
    return problem;
  }

  /** The message without its remedy, for a reader to whom the remedy does not apply. */
  public String fault() {
    return fault;
  }
}
