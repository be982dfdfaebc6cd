package dev.custody.report.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Records whose file no longer has the sha256 that their own step put into its result. */
final class EditedRecords {
  private EditedRecords() {}

  /** One sentence for each of them. */
  static List<String> of(List<FoundRecord> records) {
    Map<String, FoundRecord> full = new LinkedHashMap<>();
    records.stream()
        .filter(r -> !r.compact() && r.document() != null)
        .forEach(r -> full.put(RunGroups.moment(r), r));
    Set<String> edited = new LinkedHashSet<>();
    for (FoundRecord compact : records) {
      FoundRecord file = compact.compact() ? full.get(RunGroups.moment(compact)) : null;
      if (file != null && !Objects.equals(file.document(), compact.document())) {
        edited.add(
            file.source()
                + " is not the file that its step wrote: its sha256 is "
                + file.document()
                + ", but the step reported "
                + compact.document()
                + " ("
                + compact.source()
                + "). Time and image are those that the step reported; nothing else in the file can"
                + " be relied on. If a tool reformatted it, take the file from the volume again");
      }
    }
    return List.copyOf(edited);
  }
}
