package dev.custody.diagnosis;

import dev.custody.oci.Digest;
import dev.custody.record.Finding;
import dev.custody.record.NotDone;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names the causes that a case's evidence shows. Pure: the same records give the same findings
 * anywhere.
 */
public final class Diagnosis {
  /** What time can cure; everything else stays as it is however long one waits. */
  private static final Set<String> CURABLE =
      Set.of("BEING_WRITTEN", "NOT_YET_VISIBLE", "STALE_HANDLE");

  private Diagnosis() {}

  /**
   * What the evidence shows.
   *
   * @param findings causes first, then warnings, then notes; the surer first
   * @param notDone what could not be checked, and which causes therefore remain possible
   */
  public record Result(List<Finding> findings, List<NotDone> notDone) {
    public Result {
      findings = List.copyOf(findings);
      notDone = List.copyOf(notDone);
    }

    /** Whether the first cause is one that waiting may cure. */
    public boolean curable() {
      return findings.stream()
          .filter(f -> f.kind() == Finding.Kind.CAUSE)
          .findFirst()
          .map(f -> CURABLE.contains(f.cause()))
          .orElse(false);
    }
  }

  /** Diagnoses one case. */
  public static Result of(Case c) {
    Content content =
        new Content(c.observed(), c.recorded(), c.given().stream().map(Digest::parse).toList());
    List<Finding> findings =
        Stream.concat(
                AccessCauses.findings(c.observed(), c.recorded()).stream(),
                ContentCauses.findings(content).stream())
            .sorted(Comparator.comparing(Finding::kind).thenComparing(Finding::confidence))
            .toList();
    return new Result(findings, c.observed().notDone());
  }
}
