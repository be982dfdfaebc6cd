package dev.custody.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks a path as path_resolution(7) does and tries, on every component, what a reader would try.
 */
final class Walker {
  private static final String NOT_REACHED = "lstat failed";

  private final FileSystem files;
  private final Supplier<Libc> libc;
  private final @Nullable MountTable mounts;

  Walker(FileSystem files, Supplier<Libc> libc, @Nullable MountTable mounts) {
    this.files = files;
    this.libc = libc;
    this.mounts = mounts;
  }

  PathWalk walk(String path) {
    List<Component> components = new ArrayList<>();
    components.add(probe("/"));
    Deque<String> pending = new ArrayDeque<>(names(path));
    String current = "/";
    int links = 0;
    while (!pending.isEmpty()) {
      String name = pending.poll();
      if (name.equals("..")) {
        current = parent(current);
        continue;
      }
      String next = current.equals("/") ? "/" + name : current + "/" + name;
      Component component = probe(next);
      components.add(component);
      FileStatus status = component.status();
      if (status == null) {
        return new PathWalk(path, components, null);
      }
      if (status.type() != FileType.SYMLINK) {
        current = next;
        continue;
      }
      String target = component.linkTarget();
      if (target == null || ++links > PathWalk.MAX_LINKS) {
        if (target != null) {
          components.set(components.size() - 1, loop(component));
        }
        return new PathWalk(path, components, null);
      }
      if (target.startsWith("/")) {
        current = "/";
      }
      List<String> inside = names(target);
      for (int i = inside.size() - 1; i >= 0; i--) {
        pending.push(inside.get(i));
      }
    }
    return new PathWalk(path, components, current);
  }

  private Component probe(String path) {
    Path file = files.getPath(path);
    Mount mount = mounts == null ? null : mounts.covering(path);
    Integer mountId = mount == null ? null : mount.id();
    FileStatus status;
    try {
      status = status(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      Outcome not = new Outcome.NotAttempted(NOT_REACHED);
      return new Component(
          path,
          null,
          Errno.of(e),
          not,
          not,
          null,
          mountId,
          attribute(path, "security.selinux"),
          new ExtendedAttribute.NotChecked(NOT_REACHED),
          new ExtendedAttribute.NotChecked(NOT_REACHED));
    }
    Attempts attempts = attempts(file, status);
    boolean link = status.type() == FileType.SYMLINK;
    ExtendedAttribute onLink = new ExtendedAttribute.NotChecked("symbolic link");
    return new Component(
        path,
        status,
        new Outcome.Succeeded(),
        attempts.open,
        attempts.read,
        attempts.linkTarget,
        mountId,
        attribute(path, "security.selinux"),
        link ? onLink : attribute(path, "system.posix_acl_access"),
        link ? onLink : attribute(path, "system.nfs4_acl"));
  }

  private record Attempts(Outcome open, Outcome read, @Nullable String linkTarget) {
    static Attempts none(String reason) {
      return new Attempts(new Outcome.NotAttempted(reason), new Outcome.NotAttempted(reason), null);
    }

    static Attempts notOpened(IOException e) {
      return new Attempts(Errno.of(e), new Outcome.NotAttempted("open failed"), null);
    }

    static Attempts opened(Outcome read) {
      return new Attempts(new Outcome.Succeeded(), read, null);
    }
  }

  private static Attempts attempts(Path file, FileStatus status) {
    return switch (status.type()) {
      case DIRECTORY -> list(file);
      case REGULAR -> read(file);
      case SYMLINK -> follow(file);
      // Opening a FIFO waits for its other end, and a device may do anything.
      case FIFO -> Attempts.none("a FIFO is never opened");
      case SOCKET -> Attempts.none("a socket is never opened");
      case CHARACTER_DEVICE, BLOCK_DEVICE -> Attempts.none("a device is never opened");
    };
  }

  private static Attempts list(Path directory) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      try {
        boolean _ = stream.iterator().hasNext();
        return Attempts.opened(new Outcome.Succeeded());
      } catch (DirectoryIteratorException e) {
        return Attempts.opened(Errno.of(Objects.requireNonNull(e.getCause())));
      }
    } catch (IOException e) {
      return Attempts.notOpened(e);
    }
  }

  private static Attempts read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      try {
        int _ = channel.read(ByteBuffer.allocate(1));
        return Attempts.opened(new Outcome.Succeeded());
      } catch (IOException e) {
        return Attempts.opened(Errno.of(e));
      }
    } catch (IOException e) {
      return Attempts.notOpened(e);
    }
  }

  private static Attempts follow(Path link) {
    Outcome not = new Outcome.NotAttempted("followed");
    try {
      return new Attempts(not, not, Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Attempts.notOpened(e);
    }
  }

  private static Component loop(Component link) {
    return new Component(
        link.path(),
        link.status(),
        link.lstat(),
        new Outcome.Failed("ELOOP", "more than " + PathWalk.MAX_LINKS + " symbolic links"),
        link.read(),
        link.linkTarget(),
        link.mountId(),
        link.label(),
        link.acl(),
        link.nfs4Acl());
  }

  private ExtendedAttribute attribute(String path, String name) {
    Libc.Attribute answer = libc.get().attribute(path, name);
    if (answer == null) {
      return new ExtendedAttribute.NotChecked("the C library cannot be called here");
    }
    byte[] value = answer.value();
    if (value == null) {
      return switch (answer.errno()) {
        case "ENODATA", "ENOTSUP" -> new ExtendedAttribute.Absent(answer.errno());
        case null -> new ExtendedAttribute.NotChecked("no answer");
        default -> new ExtendedAttribute.Refused(answer.errno());
      };
    }
    return new ExtendedAttribute.Present(
        switch (name) {
          case "security.selinux" -> Host.text(value);
          case "system.posix_acl_access" -> {
            PosixAcl acl = PosixAcl.decode(value);
            yield acl == null ? "unreadable, " + value.length + " bytes" : acl.toString();
          }
          default -> value.length + " bytes";
        });
  }

  /** What stat or lstat says. */
  static FileStatus status(Path file, LinkOption... options) throws IOException {
    Map<String, Object> unix = Files.readAttributes(file, "unix:*", options);
    int mode = number(unix, "mode").intValue();
    FileTime modified = time(unix, "lastModifiedTime");
    return new FileStatus(
        type(mode),
        mode & 07777,
        Integer.toUnsignedLong(number(unix, "uid").intValue()),
        Integer.toUnsignedLong(number(unix, "gid").intValue()),
        number(unix, "size").longValue(),
        device(number(unix, "dev").longValue()),
        number(unix, "ino").longValue(),
        number(unix, "nlink").intValue(),
        born(time(unix, "creationTime"), modified),
        modified.toInstant(),
        time(unix, "ctime").toInstant());
  }

  private static Number number(Map<String, Object> attributes, String name) {
    return (Number) Objects.requireNonNull(attributes.get(name), name);
  }

  private static FileTime time(Map<String, Object> attributes, String name) {
    return (FileTime) Objects.requireNonNull(attributes.get(name), name);
  }

  /**
   * Where the file system keeps no creation time the JDK repeats the modification time or says the
   * epoch.
   */
  private static @Nullable Instant born(FileTime born, FileTime modified) {
    return born.equals(modified) || born.toMillis() == 0 ? null : born.toInstant();
  }

  private static FileType type(int mode) {
    return switch (mode & 0170000) {
      case 0040000 -> FileType.DIRECTORY;
      case 0120000 -> FileType.SYMLINK;
      case 0010000 -> FileType.FIFO;
      case 0140000 -> FileType.SOCKET;
      case 0020000 -> FileType.CHARACTER_DEVICE;
      case 0060000 -> FileType.BLOCK_DEVICE;
      default -> FileType.REGULAR;
    };
  }

  /**
   * major:minor of a {@code dev_t}, as glibc's gnu_dev_major and gnu_dev_minor take it apart,
   * makedev(3).
   */
  static String device(long device) {
    long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
    long minor = (device & 0xff) | ((device >>> 12) & ~0xffL & 0xffffffffL);
    return major + ":" + minor;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static List<String> names(String path) {
    return Arrays.stream(path.split("/", -1)).filter(n -> !n.isEmpty() && !n.equals(".")).toList();
  }
}
