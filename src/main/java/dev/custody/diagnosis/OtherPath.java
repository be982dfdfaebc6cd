package dev.custody.diagnosis;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another file was named than the recorded one: a typo, or a parameter of another task. Volumes may
 * be mounted at other paths in each task, so only the file's own name is compared.
 */
final class OtherPath implements AccessCause, ContentCause {
  @Override
  public String id() {
    return "OTHER_PATH";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    return denial == null || !denial.errno().equals("ENOENT")
        ? null
        : finding(access.observed(), access.records(), denial.fact());
  }

  @Override
  public @Nullable Finding in(Content content) {
    ExecutionRecord recorded = content.recorded();
    return recorded == null || !content.otherImage()
        ? null
        : finding(content.observed(), List.of(recorded), content.imageLine());
  }

  private @Nullable Finding finding(
      ExecutionRecord observed, List<ExecutionRecord> records, String fact) {
    String now = path(observed);
    String then = records.isEmpty() ? null : path(records.getFirst());
    if (now == null || then == null || !differ(now, then)) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "another file was named than the recorded one: " + now + ", recorded was " + then,
        List.of(fact, "recorded " + then, "observed " + now),
        List.of("REPLACED, REMOVED: they are said of the recorded file only"),
        "give both steps the same path, best as one parameter or result that both use",
        "ls -l " + then + " " + now);
  }

  /** Whether the first of the records is of a file with another name. */
  static boolean applies(ExecutionRecord observed, @Nullable ExecutionRecord recorded) {
    String now = path(observed);
    String then = recorded == null ? null : path(recorded);
    return now != null && then != null && differ(now, then);
  }

  private static boolean differ(String now, String then) {
    return !String.valueOf(Path.of(now).getFileName())
        .equals(String.valueOf(Path.of(then).getFileName()));
  }

  /** Null of a compact record, which keeps no path. */
  private static @Nullable String path(ExecutionRecord record) {
    return record.files().isEmpty() || !record.files().getFirst().path().startsWith("/")
        ? null
        : record.files().getFirst().path();
  }
}
