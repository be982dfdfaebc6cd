package dev.custody.report.run;

import dev.custody.oci.Role;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.text.ArchiveText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Points out log lines that compare digests of different kinds, which are never equal. */
final class DigestNotes {
  private static final int MAX = 10;

  private DigestNotes() {}

  /** Lines so near to a comparison that their digests belong to it. */
  private static final int NEAR = 2;

  static List<String> of(LogEvidence logs, DigestCatalog catalog) {
    Set<String> notes = new LinkedHashSet<>();
    Map<String, LogEvidence.Digests> lines = new LinkedHashMap<>();
    logs.digests().forEach(line -> lines.put(line.source(), line));
    logs.shortened().forEach(line -> lines.put(line.source(), line));
    for (LogEvidence.Digests line : lines.values()) {
      if (line.digests().size() < 2 || notes.size() >= MAX) {
        continue;
      }
      List<DigestCatalog.Meaning> known = meanings(line, catalog);
      Set<Class<? extends Role>> kinds = new LinkedHashSet<>();
      known.forEach(m -> kinds.add(m.role().getClass()));
      if (kinds.size() > 1) {
        List<String> told = new ArrayList<>(known.stream().map(DigestNotes::told).toList());
        for (LogEvidence.Digests near : lines.values()) {
          if (near.digests().size() == 1 && isNear(line, near)) {
            meanings(near, catalog)
                .forEach(m -> told.add(told(m) + " (line " + near.number() + ")"));
          }
        }
        notes.add(
            line.source()
                + " compares digests of different kinds, which are never equal: "
                + String.join("; ", told));
      }
    }
    return List.copyOf(notes);
  }

  private static boolean isNear(LogEvidence.Digests line, LogEvidence.Digests other) {
    return line.file().equals(other.file())
        && line.number() != other.number()
        && Math.abs(line.number() - other.number()) <= NEAR;
  }

  private static List<DigestCatalog.Meaning> meanings(
      LogEvidence.Digests line, DigestCatalog catalog) {
    return line.digests().stream()
        .map(digits -> meanings(digits, catalog))
        .filter(m -> !m.isEmpty())
        .map(List::getFirst)
        .toList();
  }

  /** Of shortened digits, if only one digest that is known begins with them. */
  private static List<DigestCatalog.Meaning> meanings(String digits, DigestCatalog catalog) {
    List<DigestCatalog.Meaning> exact = catalog.meanings(digits);
    if (!exact.isEmpty() || digits.length() >= 64) {
      return exact;
    }
    List<String> known = catalog.startingWith(digits);
    return known.size() == 1 ? catalog.meanings(known.getFirst()) : List.of();
  }

  private static String told(DigestCatalog.Meaning meaning) {
    return meaning.digest()
        + " is "
        + ArchiveText.words(meaning.role())
        + ", of "
        + meaning.where();
  }
}
