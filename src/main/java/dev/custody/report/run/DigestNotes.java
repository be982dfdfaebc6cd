package dev.custody.report.run;

import dev.custody.oci.Role;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.text.ArchiveText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Points out lines that set digests side by side that can never be equal, being of other kinds. */
final class DigestNotes {
  private static final int MAX = 10;

  private DigestNotes() {}

  static List<String> of(LogEvidence logs, DigestCatalog catalog) {
    Set<String> notes = new LinkedHashSet<>();
    for (LogEvidence.Digests line : logs.digests()) {
      if (line.digests().size() < 2 || notes.size() >= MAX) {
        continue;
      }
      List<String> told = new ArrayList<>();
      Set<Class<? extends Role>> kinds = new LinkedHashSet<>();
      for (String hex : line.digests()) {
        List<DigestCatalog.Meaning> meanings = catalog.meanings(hex);
        if (!meanings.isEmpty()) {
          DigestCatalog.Meaning first = meanings.getFirst();
          kinds.add(first.role().getClass());
          told.add(
              first.digest() + " is " + ArchiveText.words(first.role()) + " of " + first.where());
        }
      }
      if (kinds.size() > 1) {
        notes.add(
            line.source()
                + " sets digests of different kinds side by side, which are never equal: "
                + String.join("; ", told));
      }
    }
    return List.copyOf(notes);
  }
}
