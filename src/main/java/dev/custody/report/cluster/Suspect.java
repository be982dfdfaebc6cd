package dev.custody.report.cluster;

import java.util.Set;

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

  /** Questions about who a process is, which explain a refusal and nothing else. */
  private static final Set<String> IDENTITY =
      Set.of(
          SecuritySettings.QUESTION,
          "another SELinux level",
          "another SCC",
          "another service account");

  /** Whether the answer only matters where access was refused. */
  public boolean isIdentity() {
    return IDENTITY.contains(question);
  }
}
