package dev.custody.cli;

import dev.custody.record.AtomicFile;
import dev.custody.record.SharedDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a task asked for, and goes on when one of the files cannot be written: the others and
 * standard output still get theirs, and a message says so.
 */
final class ResultFiles {
  private final Session session;
  private final List<String> failures = new ArrayList<>();

  ResultFiles(Session session) {
    this.session = session;
  }

  /**
   * Writes {@code content} without adding a newline; does nothing without a file. Returns whether
   * it is there now.
   */
  boolean write(String option, @Nullable String file, String content) {
    return write(option, file, content.getBytes(StandardCharsets.UTF_8));
  }

  boolean write(String option, @Nullable String file, byte[] content) {
    if (file == null) {
      return false;
    }
    try {
      AtomicFile.write(session.path(file), content);
      return true;
    } catch (IOException e) {
      failures.add(option + " " + file + " was not written: " + reason(e));
      return false;
    }
  }

  /** Writes a record, and makes the directory for it where all tasks of a run keep theirs. */
  boolean writeRecord(String option, String file, byte[] content) {
    try {
      Path directory = session.path(file).toAbsolutePath().getParent();
      if (directory != null) {
        SharedDirectory.make(directory);
      }
    } catch (IOException e) {
      failures.add(option + " " + file + " was not written: no directory: " + reason(e));
      return false;
    }
    return write(option, file, content);
  }

  /** Something else to say about what was written. */
  void note(String sentence) {
    failures.add(sentence);
  }

  /** One sentence for each file that could not be written. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "its directory does not exist";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
