package dev.custody.record;

import java.util.List;

/**
 * A named cause with what proves it.
 *
 * @param cause id of the catalogue, {@code SELINUX_MCS_MISMATCH}
 * @param summary the cause in one line, for the first line of a log
 * @param evidence the facts that prove it
 * @param ruledOut other causes, each with the fact that excludes it
 * @param remedy what to change
 * @param confirm how to make sure before changing it
 */
public record Finding(
    String cause,
    Confidence confidence,
    String summary,
    List<String> evidence,
    List<String> ruledOut,
    String remedy,
    String confirm) {
  public Finding {
    evidence = List.copyOf(evidence);
    ruledOut = List.copyOf(ruledOut);
  }

  /** How sure a finding is, strongest first. */
  public enum Confidence {
    CERTAIN,
    HIGH,
    MEDIUM
  }
}
