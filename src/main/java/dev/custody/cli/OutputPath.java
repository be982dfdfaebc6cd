package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.linux.Host;
import dev.custody.linux.OutputFile;
import dev.custody.linux.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The paths that a command line names for outputs: written to, or with the reason why not. */
record OutputPath(Session session) {
  /** Writes a file. Returns the reason for a failure, or null. */
  @Nullable String write(String file, byte[] content, boolean makeDirectories) {
    if (namesADirectory(file)) {
      return "it names a directory (EISDIR); name a file in it";
    }
    Path target = session.path(file);
    try {
      if (!session.onSystem()) {
        Files.createDirectories(target.getParent());
        Files.write(target, content);
      } else if (StandardStreams.names(file)) {
        StandardStreams.write(file, content);
      } else {
        OutputFile.write(target, content, makeDirectories);
      }
      return null;
    } catch (IOException e) {
      return reason(e) + because(target, e);
    }
  }

  /**
   * Writes a word that is replaced at the end of the run. It is not forced to disk, since it is for
   * the end of a process, not of a node.
   *
   * @return whether it is there now; never in a stream, which would keep it beside the result
   */
  boolean writeBeforehand(String file, String word) {
    if (file.equals("-") || namesADirectory(file) || StandardStreams.names(file)) {
      return false;
    }
    byte[] content = word.getBytes(StandardCharsets.UTF_8);
    if (!session.onSystem()) {
      return write(file, content, false) == null;
    }
    try {
      OutputFile.writeUnforced(session.path(file), content);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether writing the file changes no directory on the way to any of these paths, since their
   * times are evidence.
   */
  boolean isApartFrom(String file, Collection<Path> lookedAt) {
    Path target = session.path(file);
    Path named = target.getParent();
    Path real = FileIdentity.place(target).getParent();
    return lookedAt.stream()
        .noneMatch(path ->
            path.startsWith(named) || real == null || FileIdentity.place(path).startsWith(real));
  }

  /** Whether a path names a directory by its form; a path of the JDK has lost the slash. */
  private static boolean namesADirectory(String file) {
    return file.endsWith("/") || file.matches("(?s)(.*/)?\\.\\.?");
  }

  /** Returns words for an exception; the JDK's own say only the path, which may be one of /proc. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied (EACCES)";
      case NoSuchFileException _ -> "its directory does not exist (ENOENT)";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Returns the causes that the evidence shows, each with its remedy; empty if none. */
  private String because(Path target, IOException e) {
    if (!(e instanceof RefusedException refused) || !refused.mayHaveCause()) {
      return "";
    }
    Host host = session.host().get();
    return Diagnosis.ofWriting(host.process(), host.writing(target, refused.errno())).stream()
        .map(f -> "; " + f.cause().id() + ": " + f.summary() + ". To do: " + f.remedy())
        .collect(Collectors.joining());
  }
}
