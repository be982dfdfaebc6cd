package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.SelinuxPolicy;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.Errno;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileSystemType;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.UserNamespace;
import dev.custody.linux.WriteProbe;
import dev.custody.record.CauseId;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the causes of a failed write look at. */
public record WriteEvidence(ProcessIdentity process, WriteProbe probe) {
  private static final long ROOM = 1 << 20;
  private static final int STICKY = 01000;

  /** An attribute of chattr(1) that forbids writing, and what has it. */
  record Attribute(String path, String word, String letter) {}

  /** How writing fails; empty where only the attributes or the mode speak against it. */
  String errno() {
    String failure = probe.failure();
    return failure == null ? "" : failure;
  }

  /** Whether the kernel said EACCES or EPERM. */
  boolean refused() {
    return Errno.isRefusal(errno());
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
    boolean missing = way.last().lstat().failedWith("ENOENT");
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
        : Prediction.of(
            process, status, directory.acl(), Prediction.WRITE | Prediction.SEARCH, probe.mount());
  }

  /**
   * What POSIX says of writing the file that is there, which a shell's redirect and most tools do;
   * null where there is none, or where it was tried (custody replaces a file, as a new one).
   */
  @Nullable Prediction inFile() {
    Component file = probe.target();
    return file == null || file.status() == null || probe.errno() != null
        ? null
        : Prediction.of(process, file.status(), file.acl(), Prediction.WRITE, probe.mount());
  }

  /** What POSIX says: of the file that is there, else of its directory. */
  Prediction predicted() {
    Prediction file = inFile();
    return file == null ? inDirectory() : file;
  }

  /** That the mode is not the reason, where that is known. */
  List<RuledOut> modeRuledOut() {
    return predicted() instanceof Prediction.Allowed(String why)
        ? List.of(RuledOut.of(CauseId.WRITE_DENIED, why))
        : List.of();
  }

  /** What refuses by POSIX's permissions; null if they do not. */
  Prediction.@Nullable Denied posix() {
    return predicted() instanceof Prediction.Denied denied ? denied : null;
  }

  /** The attribute that forbids it; null if there is none. */
  @Nullable Attribute attribute() {
    for (String word : List.of("immutable", "append")) {
      if (probe.fileAttributes().contains(word)) {
        return attribute(probe.path(), word);
      }
    }
    Component directory = directory();
    if (directory == null) {
      return null;
    }
    if (probe.attributes().contains("immutable")) {
      return attribute(directory.path(), "immutable");
    }
    // New names can be added there, and files be written in place: only a refusal proves it.
    return probe.attributes().contains("append") && probe.errno() != null && refused()
        ? attribute(directory.path(), "append")
        : null;
  }

  private static Attribute attribute(String path, String word) {
    return word.equals("append")
        ? new Attribute(path, "append-only", "a")
        : new Attribute(path, word, "i");
  }

  /** Whether a sticky directory keeps this process from replacing the file that is there. */
  boolean keptBySticky() {
    Component directory = directory();
    FileStatus status = directory == null ? null : directory.status();
    FileStatus existing = probe.existing();
    Credentials who = process.credentials();
    return refused()
        && status != null
        && existing != null
        && who != null
        && (status.mode() & STICKY) != 0
        && who.uid().filesystem() != status.uid()
        && who.uid().filesystem() != existing.uid()
        && (process.capabilities() == null
            || !process.capabilities().effective().contains("CAP_FOWNER"));
  }

  /** Whether writing fails as on a read-only file system, though the mount says rw. */
  boolean readOnlyInside() {
    return errno().equals("EROFS") && !serverDecides() && !option("emergency_ro");
  }

  /** Whether the mount shows owners by an id map of its own. */
  boolean idmapped() {
    return probe.mount() != null && probe.mount().idmapped();
  }

  /** Whether what is to be written, or its directory, has an owner who is not in that map. */
  boolean ownerOutsideMap() {
    Component directory = directory();
    Component file = probe.target();
    return outsideMap(directory == null ? null : directory.status())
        || outsideMap(file == null || probe.errno() != null ? null : file.status());
  }

  private boolean outsideMap(@Nullable FileStatus status) {
    UserNamespace here = process.userNamespace();
    return idmapped()
        && here != null
        && status != null
        && !Prediction.mapped(here, status, probe.mount());
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

  /** Whether a daemon behind FUSE answers. */
  boolean onFuse() {
    Mount mount = probe.mount();
    return mount != null && FileSystemType.isFuse(mount.type());
  }

  /** Whether the directory is of a file system in which no process can make files. */
  boolean kernelMakesFiles() {
    Mount mount = probe.mount();
    return mount != null && FileSystemType.holdsNoNewFiles(mount.type()) && probe.target() == null;
  }

  /** Whether the kernel does not look at the mode at all: FUSE without default_permissions. */
  boolean modeIsUnchecked() {
    Mount mount = probe.mount();
    return mount != null
        && (option("noperm")
            || (FileSystemType.isFuse(mount.type()) && !option("default_permissions")));
  }

  /** Whether statvfs shows that there is no room for a record; false where it is not known. */
  boolean isFull() {
    Long bytes = probe.space().availableBytes();
    Long inodes = probe.space().availableInodes();
    return (bytes != null && bytes <= ROOM) || (inodes != null && inodes <= 0);
  }

  /** Whether statvfs shows what is left to a project, not to the file system: XFS. */
  boolean countsProject() {
    Mount mount = probe.mount();
    return mount != null && mount.type().equals("xfs") && (option("prjquota") || option("pquota"));
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
    String selinux = SelinuxPolicy.against(process.label(), directory());
    if (selinux != null) {
      facts.add(selinux);
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
