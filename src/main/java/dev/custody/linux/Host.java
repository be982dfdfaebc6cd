package dev.custody.linux;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machine as this process sees it: the reader of {@code /proc} and of the file system. A source
 * that cannot be read gives null and one line in {@link #unread}; no method here fails for it. Not
 * for use by several threads.
 */
public final class Host {
  private final SystemCalls calls;
  private final Set<String> unread = new LinkedHashSet<>();
  private final ProcFiles proc;

  private Host(Path root, SystemCalls calls) {
    this.calls = calls;
    this.proc = new ProcFiles(root, unread::add);
  }

  /**
   * A machine whose {@code /proc} may be text in memory.
   *
   * @param root the directory that holds {@code proc}: {@code /} of a file system
   */
  public static Host of(Path root, SystemCalls calls) {
    return new Host(root, calls);
  }

  /** The real machine, {@code root} being {@code /} of the default file system. */
  public static Host system(Path root) {
    return new Host(root, new Libc());
  }

  /** Returns the credentials of this process and what else /proc says of it. */
  public ProcessIdentity process() {
    return proc.process();
  }

  /** The current mounts, read again at each call; null if they could not be read. */
  public @Nullable MountTable mounts() {
    return proc.parsed("proc/self/mountinfo", ProcText.MOUNTS_LIMIT, MountTable::parse);
  }

  /** Resolves a path as the kernel does and tries every component; never blocks on a FIFO. */
  public PathWalk walk(Path path) {
    PathWalk walk = Walker.walk(path.toAbsolutePath(), calls, mounts(), unread::add);
    return walk.readable() ? walk : withAttributes(walk, path);
  }

  /**
   * Adds extended attributes. Called after failures only, since binding one more foreign call takes
   * time.
   */
  private PathWalk withAttributes(PathWalk walk, Path path) {
    Path last = path.getFileSystem().getPath(walk.last().path());
    Path asked = walk.last().status() == null && last.getParent() != null ? last.getParent() : last;
    return calls.attributes(asked) instanceof SystemCalls.Reply.Answer<List<String>>(var names)
        ? new PathWalk(walk.path(), walk.components(), walk.resolved(), names)
        : walk;
  }

  /**
   * Returns the status of a file, symbolic links followed, as stat(2).
   *
   * @throws IOException whose errno is {@link Errno#name(IOException)}
   */
  public FileStatus status(Path file) throws IOException {
    return Attributes.read(file);
  }

  /**
   * The entries of a directory that match a glob, sorted, at most {@code limit}; none where it
   * cannot be listed.
   */
  public List<Path> matching(Path directory, String glob, int limit) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(Directories.require(directory), glob)) {
      for (Path entry : entries) {
        found.add(entry);
        if (found.size() == limit) {
          break;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return found.stream().sorted().toList();
  }

  /** The names in a directory, {@code depth} levels of them; one is its own names only. */
  public DirectoryListing list(Path directory, int depth) {
    return DirectoryLister.list(
        directory.toAbsolutePath(), depth, new ExtendedAttributes(calls, unread::add));
  }

  /** Returns the free bytes and inodes of a directory's file system. */
  public Space space(Path directory) {
    String path = directory.toAbsolutePath().toString();
    return switch (calls.capacity(directory.toAbsolutePath())) {
      case SystemCalls.Reply.Answer<SystemCalls.Capacity>(SystemCalls.Capacity c) ->
          new Space(
              path,
              c.totalBytes(),
              c.availableBytes(),
              c.totalInodes() == 0 ? null : c.totalInodes(),
              c.totalInodes() == 0 ? null : c.availableInodes(),
              null);
      case SystemCalls.Reply.Failure<SystemCalls.Capacity>(String errno) ->
          new Space(path, null, null, null, null, errno);
      case SystemCalls.Reply.Unavailable<SystemCalls.Capacity>(String reason) -> {
        unread.add("free inodes of " + path + ": " + reason);
        yield bytesOnly(directory, path);
      }
    };
  }

  /**
   * Whether a file can be written, without writing it; of a directory, whether names can be made in
   * it.
   *
   * @param errno of an attempt that was made and failed; null if none was
   */
  public WriteProbe writing(Path target, @Nullable String errno) {
    Path file = target.toAbsolutePath();
    boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    boolean directory = Files.isDirectory(file);
    PathWalk leads = there && !directory ? walk(file) : null;
    FileStatus existing;
    try {
      existing = leads == null ? null : Attributes.read(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException gone) {
      existing = null;
    }
    PathWalk way = walk(directory ? file : inWhich(file, leads));
    String place = way.resolved() == null ? way.path() : way.resolved();
    Path parent = file.getFileSystem().getPath(place);
    MountTable table = mounts();
    Mount mount = table == null ? null : table.covering(place);
    boolean makes = !there || directory;
    Outcome access = outcome(calls.writable(there ? file : parent, makes));
    if (access instanceof Outcome.Succeeded && makes && mount != null && mount.idmapped()) {
      // access(2) does not ask whether the mount's id map has a place for a new file's owner.
      access = outcome(calls.clock(parent));
    }
    return new WriteProbe(
        file.toString(),
        way,
        existing,
        leads == null || leads.resolved() == null ? null : leads.last(),
        mount,
        space(parent),
        access,
        attributes(parent),
        leads == null ? List.of() : attributes(file),
        errno,
        mount == null ? null : proc.errorsOf(mount));
  }

  private static Outcome outcome(SystemCalls.Reply<?> reply) {
    return switch (reply) {
      case SystemCalls.Reply.Answer<?> _ -> new Outcome.Succeeded();
      case SystemCalls.Reply.Failure<?>(String name) -> new Outcome.Failed(name, Errno.words(name));
      case SystemCalls.Reply.Unavailable<?>(String reason) -> new Outcome.NotAttempted(reason);
    };
  }

  /** The directory that holds a file, where links lead to it. */
  private static Path inWhich(Path file, @Nullable PathWalk leads) {
    Path place =
        leads == null || leads.resolved() == null
            ? file
            : file.getFileSystem().getPath(leads.resolved());
    return place.getParent() == null ? place : place.getParent();
  }

  private List<String> attributes(Path file) {
    return calls.attributes(file) instanceof SystemCalls.Reply.Answer<List<String>>(var names)
        ? names
        : List.of();
  }

  /**
   * The time by the clock of a volume, which stamps a file of ours that is gone at once; null where
   * we may not write.
   */
  public @Nullable Instant clockOf(Path directory) {
    return calls.clock(directory.toAbsolutePath())
            instanceof SystemCalls.Reply.Answer<Instant>(Instant time)
        ? time
        : null;
  }

  /**
   * The processes that this one can see and that have a file open for writing; null if it can see
   * none but itself.
   */
  public @Nullable List<String> writersOf(Path file) {
    return proc.writersOf(file);
  }

  /** The id of the running kernel's boot: the same on two records means the same node and boot. */
  public @Nullable String bootId() {
    return proc.word("proc/sys/kernel/random/boot_id");
  }

  /** Returns the release of the kernel, as {@code uname -r} prints it. */
  public @Nullable String kernelRelease() {
    return proc.word("proc/sys/kernel/osrelease");
  }

  /**
   * Returns the sources that could not be read so far, each once and in order: {@code source:
   * reason}.
   */
  public List<String> unread() {
    return List.copyOf(unread);
  }

  private static Space bytesOnly(Path directory, String path) {
    try {
      FileStore store = Files.getFileStore(directory);
      return new Space(path, store.getTotalSpace(), store.getUsableSpace(), null, null, null);
    } catch (IOException failed) {
      return new Space(path, null, null, null, null, Errno.name(failed));
    }
  }
}
