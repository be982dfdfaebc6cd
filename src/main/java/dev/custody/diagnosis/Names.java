package dev.custody.diagnosis;

import java.util.List;

/** The reference names of an archive in one line. */
final class Names {
  /** An index may hold thousands; a log line may not. */
  private static final int SHOWN = 10;

  private Names() {}

  static String line(List<String> names) {
    return names.isEmpty()
        ? "no image of the archive has a name"
        : "names in the archive: "
            + String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
            + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
