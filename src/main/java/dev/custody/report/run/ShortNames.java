package dev.custody.report.run;

import dev.custody.report.text.Times;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shortens sentences for a reader who knows the archive's path: to its file name, and their times
 * to milliseconds. Evidence and commands keep both in full.
 *
 * @param path of the archive; null where no record knows it
 */
record ShortNames(@Nullable String path) {
  /** The path that most is said about: the baseline's, else the first that is known. */
  static ShortNames of(Collection<JudgedRecord> observations) {
    String path = null;
    for (JudgedRecord one : observations) {
      String known = one.found().path();
      if (known != null && (path == null || one.baseline())) {
        path = known;
        if (one.baseline()) {
          break;
        }
      }
    }
    return new ShortNames(path);
  }

  String in(String sentence) {
    String times = Times.toMillis(sentence);
    if (path == null || path.lastIndexOf('/') <= 0) {
      return times;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Pattern.compile("(?<![\\w./-])" + Pattern.quote(path) + "(?![\\w/-])")
        .matcher(times)
        .replaceAll(Matcher.quoteReplacement(name));
  }

  List<String> in(List<String> sentences) {
    return sentences.stream().map(this::in).toList();
  }
}
