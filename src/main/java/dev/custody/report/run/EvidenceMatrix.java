package dev.custody.report.run;

import dev.custody.record.RecordedEvidence.Look;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evidence against columns: what differs first, what is the same after it. */
final class EvidenceMatrix {
  private EvidenceMatrix() {}

  /** The rows that at least one column has a value for; rows that differ come first. */
  static List<ReportDocument.Row> of(List<Look> columns) {
    List<ReportDocument.Row> rows = new ArrayList<>();
    for (EvidenceRow kind : EvidenceRow.ALL) {
      List<@Nullable String> values = new ArrayList<>();
      Set<String> seen = new LinkedHashSet<>();
      for (Look column : columns) {
        String value = kind.of(column);
        values.add(value);
        if (value != null) {
          seen.add(value);
        }
      }
      if (seen.isEmpty()) {
        continue;
      }
      String first = seen.iterator().next();
      rows.add(
          new ReportDocument.Row(
              kind.group(),
              kind.label(),
              seen.size() > 1
                  ? ReportDocument.Agreement.DIFFERS
                  : values.contains(null)
                      ? ReportDocument.Agreement.PARTLY_SEEN
                      : ReportDocument.Agreement.SAME,
              values.stream()
                  .map(v -> new ReportDocument.Cell(v, v != null && !Objects.equals(v, first)))
                  .toList()));
    }
    rows.sort(java.util.Comparator.comparing(ReportDocument.Row::agreement));
    return rows;
  }

  /** Every value of a look, to tell whether two looks saw the same. */
  static List<@Nullable String> fingerprint(Look look) {
    List<@Nullable String> values = new ArrayList<>();
    for (EvidenceRow kind : EvidenceRow.ALL) {
      values.add(kind.of(look));
    }
    return values;
  }
}
