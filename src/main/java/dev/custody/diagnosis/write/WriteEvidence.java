package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.Errno;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.WriteProbe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the causes of a failed write look at. */
public record WriteEvidence(ProcessIdentity process, WriteProbe probe) {
  private static final long ROOM = 1 << 20;

  /** How writing fails; empty where only the attributes or the mode speak against it. */
  String errno() {
    String failure = probe.failure();
    return failure == null ? "" : failure;
  }

  /** Whether the kernel said EACCES or EPERM. */
  boolean refused() {
    return errno().equals("EACCES") || errno().equals("EPERM");
  }

  /**
   * The directory in which a name is to be made: the file's, or where making that was refused, the
   * one it was to be made in. Null where the way ended before.
   */
  @Nullable Component directory() {
    PathWalk way = probe.directory();
    if (way.resolved() != null) {
      return way.last();
    }
    boolean missing =
        way.last().lstat() instanceof Outcome.Failed(String errno, String _)
            && errno.equals("ENOENT");
    boolean tried = probe.errno() != null && refused();
    return missing && tried && way.components().size() > 1
        ? way.components().get(way.components().size() - 2)
        : null;
  }

  /** What POSIX says of making, replacing and removing names in the directory. */
  Prediction inDirectory() {
    Component directory = directory();
    FileStatus status = directory == null ? null : directory.status();
    return directory == null || status == null
        ? new Prediction.CannotTell("the directory")
        : Prediction.of(process, status, directory.acl(), Prediction.WRITE | Prediction.SEARCH);
  }

  /**
   * What POSIX says of writing the file that is there, which a shell's redirect and most tools do;
   * null where there is none, or where it was tried (custody replaces a file, as a new one).
   */
  @Nullable Prediction inFile() {
    Component file = probe.target();
    return file == null || file.status() == null || probe.errno() != null
        ? null
        : Prediction.of(process, file.status(), file.acl(), Prediction.WRITE);
  }

  /** Whether a mount option is set, of the mount or of its file system. */
  boolean option(String option) {
    Mount mount = probe.mount();
    return mount != null
        && (mount.options().contains(option) || mount.superOptions().contains(option));
  }

  /** Whether a server or a daemon decides who may write, whatever the mode says. */
  boolean serverDecides() {
    Mount mount = probe.mount();
    return mount != null && FileSystemType.isServed(mount.type());
  }

  /** Whether the kernel does not look at the mode at all: FUSE without default_permissions. */
  boolean modeIsUnchecked() {
    Mount mount = probe.mount();
    return mount != null
        && (option("noperm")
            || (FileSystemType.isFuse(mount.type()) && !option("default_permissions")));
  }

  /** Whether statvfs shows room for more than any record; false where it is not known. */
  boolean hasRoom() {
    Long bytes = probe.space().availableBytes();
    Long inodes = probe.space().availableInodes();
    return bytes != null && bytes > ROOM && (inodes == null || inodes > 0);
  }

  /** Facts that every finding shows: the attempt, the directory, the process, the mount. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(
        "write " + probe.path() + ": " + (errno().isEmpty() ? "not tried" : Errno.words(errno())));
    Component directory = directory();
    if (directory != null && directory.status() != null) {
      facts.add(FactText.file(directory.path(), directory.status()));
    }
    if (probe.existing() != null) {
      facts.add(FactText.file(probe.path(), probe.existing()));
    }
    Credentials who = process.credentials();
    if (who != null) {
      facts.add(FactText.who(who));
    }
    Mount mount = probe.mount();
    if (mount != null) {
      facts.add(
          FactText.mount(mount)
              + ", "
              + String.join(", ", mount.options())
              + "; "
              + String.join(", ", mount.superOptions()));
    }
    return facts;
  }

  /** The facts, and more. */
  List<String> facts(String... more) {
    List<String> facts = facts();
    facts.addAll(List.of(more));
    return facts;
  }
}
