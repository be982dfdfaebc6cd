package dev.custody.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gate's answer. */
public sealed interface Verdict {
  /** Which of the three it is. */
  VerdictWord word();

  /** Every difference, those that close the gate first. */
  List<Difference> differences();

  /**
   * The difference that says most: another image, wherever it stands, else the first. Sources that
   * contradict each other are compared before the archive, which may still be another one.
   */
  default @Nullable Difference leading() {
    return differences().stream()
        .filter(Difference.OtherImage.class::isInstance)
        .findFirst()
        .orElse(differences().isEmpty() ? null : differences().getFirst());
  }

  /**
   * The archive holds the recorded image.
   *
   * @param matched what proves it, one line per piece of recorded evidence
   * @param differences none of which closes the gate
   */
  record Pass(List<String> matched, List<Difference> differences) implements Verdict {
    public Pass {
      matched = List.copyOf(matched);
      differences = List.copyOf(differences);
    }

    @Override
    public VerdictWord word() {
      return VerdictWord.PASS;
    }
  }

  /**
   * The archive is not the recorded one, or is damaged.
   *
   * @param reasons what moreover could not be told
   */
  record Fail(List<Difference> differences, List<String> reasons) implements Verdict {
    public Fail {
      differences = List.copyOf(differences);
      reasons = List.copyOf(reasons);
    }

    @Override
    public VerdictWord word() {
      return VerdictWord.FAIL;
    }
  }

  /**
   * There is not enough evidence for either.
   *
   * @param reasons why, each a sentence
   */
  record Unknown(List<String> reasons, List<Difference> differences) implements Verdict {
    public Unknown {
      reasons = List.copyOf(reasons);
      differences = List.copyOf(differences);
    }

    @Override
    public VerdictWord word() {
      return VerdictWord.UNKNOWN;
    }
  }
}
