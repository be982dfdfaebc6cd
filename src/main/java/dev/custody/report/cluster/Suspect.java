package dev.custody.report.cluster;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Something that could explain what happened, and whether it does.
 *
 * @param answer one sentence
 */
public record Suspect(Question question, Standing standing, String answer) {
  /** What people compare by hand between the pods of two tasks. */
  public enum Question {
    VOLUME("another volume"),
    DIRECTORY("another directory"),
    SECURITY_CONTEXT("another security context", true),
    USER_OR_GROUP("another user or group", true),
    SELINUX_LEVEL("another SELinux level", true),
    SCC("another SCC", true),
    SERVICE_ACCOUNT("another service account", true),
    NODE("another node"),
    SAME_TIME("tasks at the same time");

    private final String words;
    private final boolean identity;

    Question(String words) {
      this(words, false);
    }

    Question(String words, boolean identity) {
      this.words = words;
      this.identity = identity;
    }

    /** As reports and JSON put it: {@code another volume}. */
    @JsonValue
    public String words() {
      return words;
    }
  }

  /** What the cluster says of a suspect. */
  public enum Standing {
    FOUND,
    NOT_KNOWN,
    RULED_OUT
  }

  /** Whether it is about who a process is, which explains a refusal and nothing else. */
  public boolean isIdentity() {
    return question.identity;
  }
}
