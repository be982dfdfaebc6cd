package dev.custody.gate;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which of the three verdicts it is, as results, JSON and reports name it; the worst first. */
public enum VerdictWord {
  FAIL,
  UNKNOWN,
  PASS;

  /** As results and JSON spell it: {@code pass}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The word that is spelled so; null where none is, as of a value that another tool left. */
  public static @Nullable VerdictWord of(@Nullable String text) {
    return Stream.of(values()).filter(word -> word.text().equals(text)).findFirst().orElse(null);
  }

  /** The worst of several; null without any. */
  public static @Nullable VerdictWord worst(Collection<VerdictWord> words) {
    return words.stream().min(VerdictWord::compareTo).orElse(null);
  }
}
