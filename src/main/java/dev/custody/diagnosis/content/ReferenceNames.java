package dev.custody.diagnosis.content;

import java.util.List;

/** The reference names of an archive in one line. */
public final class ReferenceNames {
  /** An index may hold thousands; a log line may not. */
  private static final int SHOWN = 10;

  private ReferenceNames() {}

  static String line(List<String> names) {
    return names.isEmpty()
        ? "no image of the archive has a name"
        : "names in the archive: "
            + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
            + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
