package dev.custody.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of errno(3). The JDK keeps only the text of strerror(3), which is English in a process
 * without a locale, as this one is.
 */
final class Errno {
  static final String UNKNOWN = "UNKNOWN";

  private static final Map<String, String> BY_TEXT =
      Map.ofEntries(
          Map.entry("Operation not permitted", "EPERM"),
          Map.entry("No such file or directory", "ENOENT"),
          Map.entry("Input/output error", "EIO"),
          Map.entry("No such device or address", "ENXIO"),
          Map.entry("Cannot allocate memory", "ENOMEM"),
          Map.entry("Permission denied", "EACCES"),
          Map.entry("Device or resource busy", "EBUSY"),
          Map.entry("No such device", "ENODEV"),
          Map.entry("Not a directory", "ENOTDIR"),
          Map.entry("Is a directory", "EISDIR"),
          Map.entry("Invalid argument", "EINVAL"),
          Map.entry("Too many open files", "EMFILE"),
          Map.entry("Too many open files in system", "ENFILE"),
          Map.entry("No space left on device", "ENOSPC"),
          Map.entry("Read-only file system", "EROFS"),
          Map.entry("Too many levels of symbolic links", "ELOOP"),
          Map.entry("File name too long", "ENAMETOOLONG"),
          Map.entry("Stale file handle", "ESTALE"),
          Map.entry("Disk quota exceeded", "EDQUOT"),
          Map.entry("Transport endpoint is not connected", "ENOTCONN"),
          Map.entry("Connection timed out", "ETIMEDOUT"),
          Map.entry("Connection refused", "ECONNREFUSED"),
          Map.entry("Host is down", "EHOSTDOWN"),
          Map.entry("No route to host", "EHOSTUNREACH"),
          Map.entry("Remote I/O error", "EREMOTEIO"),
          Map.entry("Operation not supported", "EOPNOTSUPP"),
          Map.entry("No data available", "ENODATA"),
          Map.entry("Required key not available", "ENOKEY"),
          Map.entry("Structure needs cleaning", "EUCLEAN"),
          Map.entry("Value too large for defined data type", "EOVERFLOW"));

  /**
   * The numbers that extended attributes and statvfs answer with; the same on every architecture we
   * ship for.
   */
  private static final Map<Integer, String> BY_NUMBER =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(2, "ENOENT"),
          Map.entry(5, "EIO"),
          Map.entry(7, "E2BIG"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(22, "EINVAL"),
          Map.entry(34, "ERANGE"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(38, "ENOSYS"),
          Map.entry(40, "ELOOP"),
          Map.entry(61, "ENODATA"),
          Map.entry(95, "ENOTSUP"),
          Map.entry(107, "ENOTCONN"),
          Map.entry(116, "ESTALE"));

  private Errno() {}

  /** The failure an exception stands for. */
  static Outcome.Failed of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> new Outcome.Failed("EACCES", "Permission denied");
      case NoSuchFileException _ -> new Outcome.Failed("ENOENT", "No such file or directory");
      case NotDirectoryException _ -> new Outcome.Failed("ENOTDIR", "Not a directory");
      case FileSystemLoopException _ ->
          new Outcome.Failed("ELOOP", "Too many levels of symbolic links");
      case NotLinkException _ -> new Outcome.Failed("EINVAL", "Not a symbolic link");
      case FileSystemException f -> named(f.getReason());
      default -> named(e.getMessage());
    };
  }

  static String name(int number) {
    return BY_NUMBER.getOrDefault(number, "errno " + number);
  }

  private static Outcome.Failed named(@Nullable String text) {
    String detail = text == null ? "" : text;
    String name = BY_TEXT.get(detail);
    if (name == null) {
      // A plain IOException may carry the text at its end: "image.tar: Input/output error".
      name =
          BY_TEXT.entrySet().stream()
              .filter(e -> detail.endsWith(e.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(UNKNOWN);
    }
    return new Outcome.Failed(name, detail);
  }
}
