package dev.custody.record;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named cause with what proves it.
 *
 * @param cause id of the catalogue
 * @param kind whether it explains a failure, warns of one to come, or only informs
 * @param summary the cause in one line, for the first line of a log
 * @param evidence the facts that prove it
 * @param ruledOut other causes, each with the fact that excludes it
 * @param remedy what to change
 * @param confirm how to make sure before changing it
 */
public record Finding(
    CauseId cause,
    Kind kind,
    Confidence confidence,
    String summary,
    List<String> evidence,
    List<RuledOut> ruledOut,
    String remedy,
    String confirm) {
  /** Causes first, then warnings, then notes; the surer first. */
  public static final Comparator<Finding> SUREST_FIRST =
      Comparator.comparing(Finding::kind).thenComparing(Finding::confidence);

  public Finding {
    evidence = List.copyOf(evidence);
    ruledOut = List.copyOf(ruledOut);
  }

  /** A finding that explains a failure. */
  public Finding(
      CauseId cause,
      Confidence confidence,
      String summary,
      List<String> evidence,
      List<RuledOut> ruledOut,
      String remedy,
      String confirm) {
    this(cause, Kind.CAUSE, confidence, summary, evidence, ruledOut, remedy, confirm);
  }

  /** The same finding with another remedy. */
  public Finding with(String otherRemedy) {
    return new Finding(cause, kind, confidence, summary, evidence, ruledOut, otherRemedy, confirm);
  }

  /** What a finding is for. */
  public enum Kind {
    /** Explains a denial, a difference or damage. */
    CAUSE,
    /** Nothing is wrong yet; the next step will meet this. */
    WARNING,
    /** Normal, and worth knowing when comparing times and digests. */
    NOTE
  }

  /** How sure a finding is, strongest first. */
  public enum Confidence {
    CERTAIN,
    HIGH,
    MEDIUM;

    /** The confidence that is spelled so, as in {@code high}; null for every other word. */
    public static @Nullable Confidence parse(String word) {
      return Stream.of(values())
          .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst()
          .orElse(null);
    }
  }
}
