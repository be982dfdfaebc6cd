package dev.custody.cli;

import dev.custody.report.text.WorkspaceText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Lists names beside a path that does not exist, since one of them may be what was meant. */
final class Neighbours {
  private Neighbours() {}

  /** Returns rows for the first part of the path that is missing; empty if the path exists. */
  static String of(Session session, Path path) {
    return exists(path) ? "" : rows(session, path);
  }

  /** The same, and empty too where the path's directory exists, whose listing tells its names. */
  static String ofDirectory(Session session, Path path) {
    Path directory = path.getParent();
    return directory == null || exists(directory) ? "" : rows(session, path);
  }

  private static String rows(Session session, Path path) {
    Path missing = path;
    @Nullable Path parent = path.getParent();
    while (parent != null && !exists(parent)) {
      missing = parent;
      parent = missing.getParent();
    }
    return parent == null
        ? ""
        : WorkspaceText.neighbours(missing.toString(), session.host().get().list(parent, 1));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
