package dev.custody.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the processes that have a file open, from {@code /proc/PID/fd}, proc_pid_fd(5). Only
 * processes of this pod's or container's pid namespace are there, and of those only the ones this
 * process may trace.
 */
final class OpenFiles {
  private static final int MOST = 20_000;
  private static final int SHOWN = 5;

  /** The mask O_ACCMODE of open(2); a file is open for writing if any of its bits is set. */
  private static final int WRITES = 3;

  private OpenFiles() {}

  /**
   * The processes that have a file open for writing, {@code 17 skopeo}; null where no other process
   * can be looked into.
   */
  static @Nullable List<String> writersOf(Path proc, Path file) {
    List<String> writers = new ArrayList<>();
    int looked = 0;
    boolean others = false;
    String self = self(proc);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      Object key = FileKey.of(file);
      for (Path process : processes) {
        String pid = process.getFileName().toString();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
          others |= !pid.equals(self);
          for (Path descriptor : descriptors) {
            if (++looked > MOST || writers.size() == SHOWN) {
              return writers;
            }
            if (key.equals(FileKey.orNull(descriptor)) && writes(process, descriptor)) {
              writers.add(pid + " " + name(process));
              break;
            }
          }
        } catch (IOException | DirectoryIteratorException gone) {
          // It ended, or is not ours to look into.
        }
      }
    } catch (IOException | DirectoryIteratorException hidden) {
      return null;
    }
    return others ? writers : null;
  }

  private static String self(Path proc) {
    try {
      return Files.readSymbolicLink(proc.resolve("self")).toString();
    } catch (IOException hidden) {
      return "";
    }
  }

  /** Whether the descriptor was opened for writing; {@code flags} of fdinfo are octal. */
  private static boolean writes(Path process, Path descriptor) throws IOException {
    Path info = process.resolve("fdinfo").resolve(descriptor.getFileName().toString());
    for (String line : Files.readAllLines(info)) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring(6).strip(), 8) & WRITES) != 0;
      }
    }
    return false;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException gone) {
      return "?";
    }
  }

  /** The device and inode of the file that a path or an open descriptor leads to. */
  private record FileKey(String device, long inode) {
    static FileKey of(Path path) throws IOException {
      FileStatus status = Attributes.read(path);
      return new FileKey(status.device(), status.inode());
    }

    static @Nullable FileKey orNull(Path path) {
      try {
        return of(path);
      } catch (IOException gone) {
        return null;
      }
    }
  }
}
