package dev.custody.cli;

import dev.custody.linux.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A record that was written under a name before Tekton retried the task. The newest attempt's
 * record decides, since the archive is that attempt's: it gets the name that was asked for, which
 * later tasks read. The earlier one stays beside it.
 */
final class EarlierAttempt {
  private final Path file;
  private final String name;
  private final String retry;
  private @Nullable String kept;

  private EarlierAttempt(Path file, String name, String retry) {
    this.file = file;
    this.name = name;
    this.retry = retry;
  }

  /**
   * Returns the record of an earlier attempt; null in a first attempt, and if no file has the name.
   *
   * @param name as it was given
   * @param retry the number of the attempt, from 0; null if unknown
   */
  static @Nullable EarlierAttempt of(Session session, String name, @Nullable String retry) {
    if (retry == null
        || retry.equals("0")
        || !session.onSystem()
        || StandardStreams.names(name)
        || !Files.exists(session.path(name), LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return new EarlierAttempt(session.path(name), name, retry);
  }

  /** Keeps the record under another name. Returns why that cannot be done, or null. */
  @Nullable String keep() {
    String own = file.getFileName().toString();
    String stem = own.substring(0, stem(own)) + "-before-retry" + retry;
    try {
      kept = KeptFile.keep(file, stem, own.substring(stem(own)));
      return null;
    } catch (IOException e) {
      return "its content cannot be kept: " + e.getMessage();
    }
  }

  /** The name it was kept under; null if it was not, or was empty. */
  @Nullable String kept() {
    return kept;
  }

  /** A name beside it, for a record that cannot take its place. */
  String beside() {
    int slash = name.lastIndexOf('/') + 1;
    int stem = slash + stem(name.substring(slash));
    return name.substring(0, stem) + "-retry" + retry + name.substring(stem);
  }

  /** Returns the index of the extension; the length if there is none. */
  private static int stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? dot : name.length();
  }
}
