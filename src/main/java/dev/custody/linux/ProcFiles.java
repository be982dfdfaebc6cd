package dev.custody.linux;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files below {@code /proc} that say who this process is. */
final class ProcFiles {
  private static final Pattern BOOT_TIME = Pattern.compile("(?m)^btime ([0-9]{1,12})$");

  private final Path root;
  private final Consumer<String> unread;

  /**
   * The files of one machine.
   *
   * @param root the directory that holds {@code proc}
   * @param unread takes one line for each source that cannot be read: {@code source: reason}
   */
  ProcFiles(Path root, Consumer<String> unread) {
    this.root = root;
    this.unread = unread;
  }

  /** Returns the credentials of this process and what else /proc says of it. */
  ProcessIdentity process() {
    ProcessStatus status = parsed("proc/self/status", ProcText.LIMIT, ProcessStatus::parse);
    if (status == null) {
      status = new ProcessStatus(null, null, null, null, null, Map.of());
    } else {
      noteMissing(status);
    }
    return new ProcessIdentity(
        status.credentials(),
        status.capabilities(),
        status.noNewPrivileges(),
        status.seccomp(),
        status.umask(),
        label(),
        userNamespace(),
        containerStarted(),
        status.unknownFields());
  }

  private void noteMissing(ProcessStatus status) {
    if (status.credentials() == null) {
      unread.accept("/proc/self/status: no lines Uid, Gid and Groups");
    }
    if (status.capabilities() == null) {
      unread.accept("/proc/self/status: no lines CapInh, CapPrm, CapEff and CapBnd");
    }
    if (status.noNewPrivileges() == null) {
      unread.accept("/proc/self/status: no line NoNewPrivs");
    }
    if (status.seccomp() == null) {
      unread.accept("/proc/self/status: no line Seccomp");
    }
    if (status.umask() == null) {
      unread.accept("/proc/self/status: no line Umask");
    }
  }

  private @Nullable String label() {
    String source = "proc/self/attr/current";
    try {
      String text = ProcText.read(root.resolve(source), ProcText.LIMIT);
      // SELinux ends the label with a NUL, AppArmor with a newline.
      String label = text.replaceFirst("[\\x00\\n]+\\z", "");
      return label.isEmpty() ? null : label;
    } catch (IOException failed) {
      String errno = Errno.name(failed);
      // That no security module gives labels is an answer: there is none.
      if (!errno.equals("EINVAL") && !errno.equals("ENOENT")) {
        unread.accept("/" + source + ": " + errno);
      }
      return null;
    }
  }

  /**
   * Returns when process 1 started, from proc_pid_stat(5), starttime in 1/100 s since boot, and the
   * boot time of proc_stat(5).
   */
  private @Nullable Instant containerStarted() {
    String first;
    String boot;
    try {
      first = ProcText.read(root.resolve("proc/1/stat"), ProcText.LIMIT);
      boot = ProcText.read(root.resolve("proc/stat"), ProcText.LIMIT);
    } catch (IOException hidden) {
      // Only says what kubelet may have seen; without it that is not claimed.
      return null;
    }
    String[] fields = first.substring(first.lastIndexOf(')') + 1).strip().split(" ", -1);
    Matcher bootTime = BOOT_TIME.matcher(boot);
    long ticks = fields.length < 20 ? -1 : Numbers.parse(fields[19], Long.MAX_VALUE / 100);
    if (ticks < 0 || !bootTime.find()) {
      return null;
    }
    long seconds = Numbers.parse(bootTime.group(1), Integer.MAX_VALUE * 2L);
    return seconds < 0 ? null : Instant.ofEpochSecond(seconds).plusMillis(ticks * 10);
  }

  private @Nullable UserNamespace userNamespace() {
    List<IdRange> uids = idMap("proc/self/uid_map");
    List<IdRange> gids = idMap("proc/self/gid_map");
    return uids == null || gids == null
        ? null
        : new UserNamespace(
            uids,
            gids,
            word("proc/self/setgroups"),
            overflow("proc/sys/fs/overflowuid"),
            overflow("proc/sys/fs/overflowgid"));
  }

  private @Nullable List<IdRange> idMap(String source) {
    return parsed(source, ProcText.LIMIT, text -> IdRange.parseMap("/" + source, text));
  }

  private @Nullable Long overflow(String source) {
    return parsed(
        source,
        ProcText.LIMIT,
        text -> {
          long id = Numbers.parse(text.strip(), Numbers.MAX_ID);
          if (id < 0) {
            throw new MalformedException("/" + source, 1, "an id", text);
          }
          return id;
        });
  }

  /** A file of one word; null where it cannot be read. */
  @Nullable String word(String source) {
    return parsed(source, ProcText.LIMIT, String::strip);
  }

  /**
   * A file's text, parsed; null where it cannot be read or is malformed.
   *
   * @param source relative to the root: {@code proc/self/status}
   * @param limit bytes that are read at the most
   */
  <T> @Nullable T parsed(String source, int limit, Function<String, T> parse) {
    try {
      return parse.apply(ProcText.read(root.resolve(source), limit));
    } catch (IOException failed) {
      Outcome.Failed outcome = Errno.failed(failed);
      unread.accept("/" + source + ": " + outcome.errno() + " (" + outcome.detail() + ")");
    } catch (MalformedException malformed) {
      unread.accept("/" + source + ": not understood: " + malformed.getMessage());
    }
    return null;
  }

  /**
   * The errors that a file system has counted since it was last checked: sysfs, {@code
   * fs/ext4/DISK/errors_count}; null where that is not to be seen.
   */
  @Nullable Long errorsOf(Mount mount) {
    try {
      Path disk = root.resolve("sys/dev/block/" + mount.device()).toRealPath();
      Path count = root.resolve("sys/fs/" + mount.type() + "/" + disk.getFileName());
      long errors =
          Numbers.parse(
              ProcText.read(count.resolve("errors_count"), ProcText.LIMIT).strip(), Long.MAX_VALUE);
      return errors < 0 ? null : errors;
    } catch (IOException | InvalidPathException uncounted) {
      // Other file systems count none; what is not seen is said by the cause that asks.
      return null;
    }
  }

  /** Returns the processes that have a file open for writing; see {@link OpenFiles#writersOf}. */
  @Nullable List<String> writersOf(Path file) {
    return OpenFiles.writersOf(root.resolve("proc"), file);
  }
}
