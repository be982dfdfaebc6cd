package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One resolution of one path, path_resolution(7), with every attempt kept. What a link leads back
 * to is shown once, and again only if the resolution ends there.
 */
final class Walker {
  private static final Outcome SUCCEEDED = new Outcome.Succeeded();

  private final Path path;
  private final @Nullable MountTable mounts;
  private final ExtendedAttributes attributes;
  private final Deque<Path> ahead = new ArrayDeque<>();
  private final List<Component> components = new ArrayList<>();
  private final Set<Path> shown = new HashSet<>();
  private int links;
  private boolean inDirectory = true;

  private Walker(Path path, @Nullable MountTable mounts, ExtendedAttributes attributes) {
    this.path = path;
    this.mounts = mounts;
    this.attributes = attributes;
  }

  /**
   * @param path absolute
   * @param unread told once for each kind of evidence that cannot be had
   */
  static PathWalk walk(
      Path path, SystemCalls calls, @Nullable MountTable mounts, Consumer<String> unread) {
    return new Walker(path, mounts, new ExtendedAttributes(calls, unread)).walk();
  }

  private PathWalk walk() {
    goOnWith(path);
    Path here = visit(path.getRoot());
    while (here != null && !ahead.isEmpty()) {
      Path name = ahead.pop();
      here =
          switch (name.toString()) {
            case "." -> passThrough(here.resolve(name), here);
            case ".." -> passThrough(here.resolve(name), parent(here));
            default -> visit(here.resolve(name));
          };
    }
    return new PathWalk(path.toString(), components, here == null ? null : here.toString());
  }

  private void goOnWith(Path target) {
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      ahead.push(target.getName(i));
    }
  }

  private static Path parent(Path directory) {
    Path parent = directory.getParent();
    return parent == null ? directory : parent;
  }

  /** Continues at {@code to} if the kernel lets us search the directory for a dot entry. */
  private @Nullable Path passThrough(Path dots, Path to) {
    try {
      FileStatus _ = Attributes.read(dots, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException failed) {
      return end(dots, notFound(failed));
    }
    return ahead.isEmpty() ? visit(to) : to;
  }

  /** Returns the path at which the resolution goes on; null at its end. */
  private @Nullable Path visit(Path file) {
    FileStatus status;
    try {
      status = Attributes.read(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException failed) {
      return end(file, notFound(failed));
    }
    if (status.type() == FileType.SYMLINK) {
      return follow(file, status);
    }
    inDirectory = status.type() == FileType.DIRECTORY;
    boolean last = ahead.isEmpty();
    if (last || !shown.contains(file)) {
      show(file, status, attempt(file, status.type(), last), null);
    }
    return file;
  }

  /**
   * The JDK has one exception for a name that is missing and for a parent that is not a directory.
   */
  private Outcome.Failed notFound(IOException failed) {
    Outcome.Failed outcome = Errno.failed(failed);
    return outcome.errno().equals("ENOENT") && !inDirectory
        ? new Outcome.Failed("ENOTDIR", "Not a directory")
        : outcome;
  }

  private Attempt attempt(Path file, FileType type, boolean last) {
    return switch (type) {
      case DIRECTORY -> Attempt.directory(file);
      case REGULAR -> last ? openAsGiven(file) : Attempt.none("not the last component");
      case FIFO -> Attempt.none("a FIFO: opening it could wait for ever");
      case SOCKET -> Attempt.none("a socket");
      case CHARACTER_DEVICE, BLOCK_DEVICE -> Attempt.none("a device");
      case SYMLINK -> Attempt.none("a symbolic link: followed");
    };
  }

  /**
   * Opens the path as it was given, since the kernel may refuse to follow a link that we can read
   * (proc_sys_fs(5), protected_symlinks).
   */
  private Attempt openAsGiven(Path resolved) {
    Attempt given = Attempt.file(path);
    if (links > 0
        && given.open() instanceof Outcome.Failed failed
        && Attempt.file(resolved).open() instanceof Outcome.Succeeded) {
      return Attempt.unopened(failed.byLinkOnly());
    }
    return given;
  }

  private @Nullable Path follow(Path link, FileStatus status) {
    Path target;
    try {
      target = Files.readSymbolicLink(link);
    } catch (IOException failed) {
      show(link, status, Attempt.unopened(Errno.failed(failed)), null);
      return null;
    }
    links++;
    if (links > PathWalk.MAX_LINKS) {
      Outcome.Failed loop =
          new Outcome.Failed("ELOOP", "more than " + PathWalk.MAX_LINKS + " symbolic links");
      show(link, status, Attempt.unopened(loop), target.toString());
      return null;
    }
    if (!shown.contains(link)) {
      show(link, status, attempt(link, FileType.SYMLINK, false), target.toString());
    }
    inDirectory = true;
    goOnWith(target);
    return target.isAbsolute() ? visit(target.getRoot()) : parent(link);
  }

  private void show(Path file, FileStatus status, Attempt attempt, @Nullable String target) {
    shown.add(file);
    components.add(
        new Component(
            file.toString(),
            status,
            SUCCEEDED,
            attempt.open(),
            attempt.read(),
            target,
            mountId(file),
            attributes.label(file),
            attributes.acl(file),
            attributes.nfs4Acl(file)));
  }

  private @Nullable Path end(Path file, Outcome.Failed failed) {
    // Refused a look, the kernel may still tell the label; of what is not there, nothing.
    boolean ask = Errno.isRefusal(failed.errno());
    ExtendedAttribute nothing = new ExtendedAttribute.NotChecked("lstat failed");
    Attempt none = Attempt.none("lstat failed");
    components.add(
        new Component(
            file.toString(),
            null,
            failed,
            none.open(),
            none.read(),
            null,
            mountId(file),
            ask ? attributes.label(file) : nothing,
            ask ? attributes.acl(file) : nothing,
            ask ? attributes.nfs4Acl(file) : nothing));
    return null;
  }

  private @Nullable Integer mountId(Path file) {
    Mount mount = mounts == null ? null : mounts.covering(file.normalize().toString());
    return mount == null ? null : mount.id();
  }
}
