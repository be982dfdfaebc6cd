package dev.custody.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One error number of errno(3) with its name and the words of glibc's strerror(3). The JDK gives
 * its own exception to four of them and only the words of all others.
 */
public record Errno(int number, String name, String text) {
  /** The name given to an error that no row of the table matches. */
  public static final String UNKNOWN = "UNKNOWN";

  private static final String LOOP_ADDITION = " or unable to access attributes of symbolic link";

  // Numbers of asm-generic/errno.h: x86_64, aarch64, s390x, ppc64le, riscv64.
  private static final List<Errno> TABLE =
      List.of(
          new Errno(1, "EPERM", "Operation not permitted"),
          new Errno(2, "ENOENT", "No such file or directory"),
          new Errno(3, "ESRCH", "No such process"),
          new Errno(4, "EINTR", "Interrupted system call"),
          new Errno(5, "EIO", "Input/output error"),
          new Errno(6, "ENXIO", "No such device or address"),
          new Errno(9, "EBADF", "Bad file descriptor"),
          new Errno(11, "EAGAIN", "Resource temporarily unavailable"),
          new Errno(12, "ENOMEM", "Cannot allocate memory"),
          new Errno(13, "EACCES", "Permission denied"),
          new Errno(14, "EFAULT", "Bad address"),
          new Errno(16, "EBUSY", "Device or resource busy"),
          new Errno(17, "EEXIST", "File exists"),
          new Errno(18, "EXDEV", "Invalid cross-device link"),
          new Errno(19, "ENODEV", "No such device"),
          new Errno(20, "ENOTDIR", "Not a directory"),
          new Errno(21, "EISDIR", "Is a directory"),
          new Errno(22, "EINVAL", "Invalid argument"),
          new Errno(23, "ENFILE", "Too many open files in system"),
          new Errno(24, "EMFILE", "Too many open files"),
          new Errno(26, "ETXTBSY", "Text file busy"),
          new Errno(27, "EFBIG", "File too large"),
          new Errno(28, "ENOSPC", "No space left on device"),
          new Errno(30, "EROFS", "Read-only file system"),
          new Errno(32, "EPIPE", "Broken pipe"),
          new Errno(34, "ERANGE", "Numerical result out of range"),
          new Errno(36, "ENAMETOOLONG", "File name too long"),
          new Errno(38, "ENOSYS", "Function not implemented"),
          new Errno(39, "ENOTEMPTY", "Directory not empty"),
          new Errno(40, "ELOOP", "Too many levels of symbolic links"),
          new Errno(61, "ENODATA", "No data available"),
          new Errno(62, "ETIME", "Timer expired"),
          new Errno(70, "ECOMM", "Communication error on send"),
          new Errno(71, "EPROTO", "Protocol error"),
          new Errno(74, "EBADMSG", "Bad message"),
          new Errno(75, "EOVERFLOW", "Value too large for defined data type"),
          new Errno(84, "EILSEQ", "Invalid or incomplete multibyte or wide character"),
          new Errno(95, "ENOTSUP", "Operation not supported"),
          new Errno(100, "ENETDOWN", "Network is down"),
          new Errno(101, "ENETUNREACH", "Network is unreachable"),
          new Errno(103, "ECONNABORTED", "Software caused connection abort"),
          new Errno(104, "ECONNRESET", "Connection reset by peer"),
          new Errno(105, "ENOBUFS", "No buffer space available"),
          new Errno(107, "ENOTCONN", "Transport endpoint is not connected"),
          new Errno(108, "ESHUTDOWN", "Cannot send after transport endpoint shutdown"),
          new Errno(110, "ETIMEDOUT", "Connection timed out"),
          new Errno(111, "ECONNREFUSED", "Connection refused"),
          new Errno(112, "EHOSTDOWN", "Host is down"),
          new Errno(113, "EHOSTUNREACH", "No route to host"),
          new Errno(116, "ESTALE", "Stale file handle"),
          new Errno(117, "EUCLEAN", "Structure needs cleaning"),
          new Errno(121, "EREMOTEIO", "Remote I/O error"),
          new Errno(122, "EDQUOT", "Disk quota exceeded"),
          new Errno(123, "ENOMEDIUM", "No medium found"),
          new Errno(124, "EMEDIUMTYPE", "Wrong medium type"),
          new Errno(125, "ECANCELED", "Operation canceled"),
          new Errno(126, "ENOKEY", "Required key not available"),
          new Errno(127, "EKEYEXPIRED", "Key has expired"),
          new Errno(128, "EKEYREVOKED", "Key has been revoked"),
          new Errno(129, "EKEYREJECTED", "Key was rejected by service"));

  /** The name of an error number, or {@code UNKNOWN}. */
  public static String name(int number) {
    for (Errno errno : TABLE) {
      if (errno.number == number) {
        return errno.name;
      }
    }
    return UNKNOWN;
  }

  /** Whether an error is a refusal, EACCES or EPERM, and not an absence or a failure. */
  public static boolean isRefusal(String name) {
    return name.equals("EACCES") || name.equals("EPERM");
  }

  /** Returns words for people: {@code permission denied (EACCES)}. */
  public static String words(String name) {
    for (Errno errno : TABLE) {
      if (errno.name.equals(name)) {
        return errno.text.substring(0, 1).toLowerCase(Locale.ROOT)
            + errno.text.substring(1)
            + " ("
            + name
            + ")";
      }
    }
    return name;
  }

  /** The name of the error that the kernel gave to the call behind {@code thrown}. */
  public static String name(IOException thrown) {
    return switch (thrown) {
      case AccessDeniedException _ -> "EACCES";
      case NoSuchFileException _ -> "ENOENT";
      case NotDirectoryException _ -> "ENOTDIR";
      case NotLinkException _ -> "EINVAL";
      case FileAlreadyExistsException _ -> "EEXIST";
      case DirectoryNotEmptyException _ -> "ENOTEMPTY";
      case FileSystemException withReason -> nameOf(withReason.getReason());
      default -> nameOf(thrown.getMessage());
    };
  }

  /** The failure as evidence: the name, and the words without the path. */
  public static Outcome.Failed failed(IOException thrown) {
    String name = name(thrown);
    String words =
        thrown instanceof FileSystemException withReason
            ? withReason.getReason()
            : thrown.getMessage();
    for (Errno errno : TABLE) {
      if (errno.name.equals(name)) {
        return new Outcome.Failed(name, errno.text);
      }
    }
    return new Outcome.Failed(name, words == null ? thrown.getClass().getSimpleName() : words);
  }

  /** The name of the error with these words of strerror(3), or {@code UNKNOWN}. */
  public static String nameOf(@Nullable String text) {
    if (text == null) {
      return UNKNOWN;
    }
    String words =
        text.endsWith(LOOP_ADDITION)
            ? text.substring(0, text.length() - LOOP_ADDITION.length())
            : text;
    for (Errno errno : TABLE) {
      if (errno.text.equals(words)) {
        return errno.name;
      }
    }
    return UNKNOWN;
  }
}
