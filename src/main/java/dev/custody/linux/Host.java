package dev.custody.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machine as this process sees it: the reader of {@code /proc} and of paths. What cannot be
 * read is null, and {@link #unread()} says what and why. Each source is read once.
 */
public final class Host {
  /**
   * Far above any file of /proc that is read here; their sizes say 0, so they are read to the end.
   */
  private static final int PROC_LIMIT = 4 << 20;

  private final FileSystem files;
  private final Supplier<Libc> libc;
  private final Map<String, String> unread = new LinkedHashMap<>();
  private @Nullable Libc bound;
  private @Nullable MountTable mounts;
  private boolean mountsRead;

  private Host(FileSystem files) {
    this.files = files;
    this.libc =
        () -> {
          if (bound == null) {
            bound = new Libc();
          }
          return bound;
        };
  }

  /** The host whose file system this is. */
  public static Host system(FileSystem files) {
    return new Host(files);
  }

  /** Who this process is. */
  public ProcessIdentity process() {
    ProcStatus status = parsed("/proc/self/status", ProcStatus::parse);
    List<IdRange> uids = parsed("/proc/self/uid_map", t -> IdRange.parse("/proc/self/uid_map", t));
    List<IdRange> gids = parsed("/proc/self/gid_map", t -> IdRange.parse("/proc/self/gid_map", t));
    return new ProcessIdentity(
        status == null ? null : status.credentials(),
        status == null ? null : status.capabilities(),
        status == null ? null : status.noNewPrivileges(),
        status == null ? null : status.seccomp(),
        status == null ? null : status.umask(),
        label(),
        uids == null || gids == null
            ? null
            : new UserNamespace(
                uids,
                gids,
                read("/proc/self/setgroups"),
                parsed("/proc/sys/fs/overflowuid", Long::valueOf),
                parsed("/proc/sys/fs/overflowgid", Long::valueOf)),
        status == null ? Map.of() : status.unknownFields());
  }

  /** The mounts this process sees; null if they cannot be read. */
  public @Nullable MountTable mounts() {
    if (!mountsRead) {
      mounts = parsed("/proc/self/mountinfo", MountTable::parse);
      mountsRead = true;
    }
    return mounts;
  }

  /** Every component of an absolute path, and how each attempt on it ended. */
  public PathWalk walk(Path path) {
    return new Walker(files, libc, mounts()).walk(path.toAbsolutePath().toString());
  }

  /** What the file system of a directory has left. */
  public Space space(Path directory) {
    Space space = libc.get().space(directory.toString());
    return space == null
        ? new Space(directory.toString(), null, null, null, null, "ENOSYS")
        : space;
  }

  /** {@code /proc/sys/kernel/random/boot_id}: the same on one node until it restarts. */
  public @Nullable String bootId() {
    return read("/proc/sys/kernel/random/boot_id");
  }

  /** As {@code uname -r} prints it. */
  public @Nullable String kernelRelease() {
    return read("/proc/sys/kernel/osrelease");
  }

  /** The sources that could not be read so far, each with the reason. */
  public List<String> unread() {
    List<String> sentences = new ArrayList<>();
    unread.forEach((source, reason) -> sentences.add(source + ": " + reason));
    return sentences;
  }

  private @Nullable String label() {
    String source = "/proc/self/attr/current";
    try {
      String label = readOrThrow(source);
      return label.isEmpty() ? null : label;
    } catch (IOException e) {
      // EINVAL: no security module gives labels. That is an answer, not a gap.
      if (!Errno.of(e).errno().equals("EINVAL") && !Errno.of(e).errno().equals("ENOENT")) {
        unread.put(source, Errno.of(e).errno());
      }
      return null;
    }
  }

  private <T> @Nullable T parsed(String source, Function<String, T> parser) {
    String text = read(source);
    if (text == null) {
      return null;
    }
    try {
      return parser.apply(text);
    } catch (MalformedProcException e) {
      unread.put(source, e.getMessage());
      return null;
    } catch (NumberFormatException e) {
      unread.put(source, "not a number: " + text);
      return null;
    }
  }

  private @Nullable String read(String source) {
    try {
      return readOrThrow(source);
    } catch (IOException e) {
      unread.put(source, Errno.of(e).errno());
      return null;
    }
  }

  private String readOrThrow(String source) throws IOException {
    try (InputStream in = Files.newInputStream(files.getPath(source))) {
      return text(in.readNBytes(PROC_LIMIT));
    }
  }

  /** Text without the NUL and the newline that the kernel puts at the end. */
  static String text(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == '\n')) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
