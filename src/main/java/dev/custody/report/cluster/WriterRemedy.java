package dev.custody.report.cluster;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to do where the cluster names the one that wrote: more than the cause alone can advise. */
public final class WriterRemedy {
  private WriterRemedy() {}

  /**
   * The finding, with a remedy about the writers that are named of what it is about: who removed a
   * file is not who wrote another. One of whom that is only probable is asked about first, before
   * anybody searches for others.
   */
  public static Finding in(Finding finding, List<Writer> writers) {
    if (!finding.cause().asksForTheWriter()) {
      return finding;
    }
    String remedy = about(finding, writers, Set.of(Confidence.CERTAIN, Confidence.HIGH));
    if (!remedy.isEmpty()) {
      return finding.with(remedy);
    }
    String probable = about(finding, writers, Set.of(Confidence.MEDIUM));
    return probable.isEmpty()
        ? finding
        : finding.with(
            "if it was the one named above: " + probable + ". If not: " + finding.remedy());
  }

  /** About each writer that is named alone, with one of these confidences. */
  private static String about(Finding finding, List<Writer> writers, Set<Confidence> sure) {
    boolean removed = finding.cause() == CauseId.REMOVED;
    return writers.stream()
        .filter(w -> removed == (w.kind() == WriteMoment.Kind.REMOVED))
        .filter(w -> w.candidates().size() == 1 && w.confidence() != null)
        .filter(w -> sure.contains(w.confidence()))
        .flatMap(WriterRemedy::remedy)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static Stream<String> remedy(Writer writer) {
    String who = writer.candidates().getFirst().name();
    return switch (writer.kind()) {
      case REWRITTEN, REPLACED ->
          Stream.of(
              "let "
                  + who
                  + " write elsewhere: give each run its own volume (volumeClaimTemplate) or"
                  + " directory. Then run the export again, since the archive no longer holds the"
                  + " recorded image");
      case REMOVED -> Stream.of("let " + who + " remove the archive after the last push");
      case DAMAGED, RELABELLED, CHANGED -> Stream.empty();
    };
  }
}
