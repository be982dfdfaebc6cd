package dev.custody.diagnosis.content;

import dev.custody.linux.DirectoryListing;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.ListedEntry;
import dev.custody.record.ExecutionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders that the steps of other runs left beside the archive, {@code .custody/RUN-UID}, since the
 * archive's file was made.
 *
 * @param lines one for each, for an evidence list
 */
public record SiblingRuns(List<String> lines) {
  /** A run makes its folder when its build has exported, which is long after it began. */
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private static final int SHOWN = 3;

  public SiblingRuns {
    lines = List.copyOf(lines);
  }

  static SiblingRuns of(ExecutionRecord observed) {
    FileStatus file = observed.archive().status();
    String own = observed.step().pipelineRunUid();
    if (file == null || own == null) {
      return new SiblingRuns(List.of());
    }
    Instant since = (file.born() == null ? file.modified() : file.born()).minus(BEFORE);
    return new SiblingRuns(
        observed.workspace().runs().stream()
            .flatMap(listing -> folders(listing, own, since))
            .limit(SHOWN)
            .toList());
  }

  private static Stream<String> folders(DirectoryListing listing, String own, Instant since) {
    return listing.entries().stream()
        .filter(entry -> entry.type() == FileType.DIRECTORY)
        .filter(entry -> !entry.name().equals(own) && entry.modified().isAfter(since))
        .map(entry -> line(listing, entry));
  }

  private static String line(DirectoryListing listing, ListedEntry entry) {
    return "run uid "
        + entry.name()
        + " wrote a record here at "
        + entry.modified()
        + " ("
        + listing.path()
        + "/"
        + entry.name()
        + ")";
  }

  /** Other lines of evidence, followed by these. */
  List<String> after(String... facts) {
    return Stream.concat(Stream.of(facts), lines.stream()).toList();
  }

  public boolean any() {
    return !lines.isEmpty();
  }
}
