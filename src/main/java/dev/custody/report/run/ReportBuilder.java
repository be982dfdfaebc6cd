package dev.custody.report.run;

import dev.custody.report.run.ReportDocument.Run;
import dev.custody.report.run.ReportDocument.Source;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns a collection of records into the findings document. Pure. */
public final class ReportBuilder {
  private static final List<String> WORST_FIRST = List.of("fail", "unknown", "pass");

  private ReportBuilder() {}

  /** The document for everything collected. */
  public static ReportDocument document(RecordCollection collection) {
    List<RunGroups.Group> groups = RunGroups.of(collection.records(), collection.cluster());
    ImageOrigins origins = ImageOrigins.of(groups, collection.cluster());
    List<String> notes =
        collection.logs().digests().isEmpty()
            ? List.of()
            : DigestNotes.of(collection.logs(), DigestCatalog.of(collection));
    SharedVolumes volumes = SharedVolumes.of(groups);
    List<Run> runs =
        groups.stream()
            .map(group -> RunReport.of(group, origins, volumes.before(group), collection, notes))
            .sorted(
                Comparator.comparingInt((Run r) -> WORST_FIRST.indexOf(r.verdict()))
                    .thenComparing(r -> r.columns().getFirst().from()))
            .toList();
    List<Source> sources =
        collection.records().stream()
            .sorted(Comparator.comparing((FoundRecord f) -> f.record().createdAt()))
            .map(f -> new Source(f.source(), f.compact(), f.record()))
            .toList();
    return new ReportDocument(
        verdict(runs, collection),
        headline(runs, collection),
        runs,
        volumes.shared(),
        missing(collection),
        Stream.concat(collection.unreadable().stream(), collection.edited().stream()).toList(),
        collection.others(),
        sources);
  }

  private static String verdict(List<Run> runs, RecordCollection collection) {
    String worst = runs.isEmpty() ? "unknown" : runs.getFirst().verdict();
    return worst.equals("pass") && !collection.unreadable().isEmpty() ? "unknown" : worst;
  }

  private static String headline(List<Run> runs, RecordCollection collection) {
    int damaged = collection.unreadable().size();
    if (runs.isEmpty()) {
      return "no record could be read, so nothing can be said";
    }
    Run worst = runs.getFirst();
    String first = worst.headline();
    if (runs.size() > 1) {
      long bad = runs.stream().filter(r -> !r.verdict().equals("pass")).count();
      first =
          bad == 0
              ? "in all " + runs.size() + " runs the image that was recorded was found"
              : worst.title()
                  + ": "
                  + first
                  + (bad > 1
                      ? "; " + (bad - 1) + " more of " + runs.size() + " runs did not pass"
                      : "");
    }
    return damaged > 0 && worst.verdict().equals("pass")
        ? first
            + ", but "
            + damaged
            + (damaged == 1 ? " record" : " records")
            + " could not be read"
        : first;
  }

  private static List<String> missing(RecordCollection collection) {
    return collection.records().isEmpty()
        ? List.of(
            "a record: custody record --output FILE writes one after the export, custody verify one"
                + " before each push; custody report --from-log FILE finds those that a step"
                + " printed to its log")
        : List.of();
  }
}
