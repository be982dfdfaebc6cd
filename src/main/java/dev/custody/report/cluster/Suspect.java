package dev.custody.report.cluster;

/**
 * Something that could explain what happened, and whether it does.
 *
 * @param question such as {@code another volume}
 * @param answer one sentence
 */
public record Suspect(String question, Standing standing, String answer) {
  /** What the cluster says of a suspect. */
  public enum Standing {
    FOUND,
    NOT_KNOWN,
    RULED_OUT
  }

  /** Whether it is about security contexts, which say nothing where nobody was refused. */
  public boolean isContext() {
    return question.equals(SecuritySettings.QUESTION);
  }
}
