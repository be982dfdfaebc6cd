package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Component;
import dev.custody.linux.Mount;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume is mounted read-only. */
public final class ReadOnlyMountForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.READ_ONLY_MOUNT;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    Mount mount = write.probe().mount();
    if (mount == null) {
      return null;
    }
    if (!mount.options().contains("ro")) {
      return !write.errno().equals("EROFS")
          ? null
          : write.serverDecides()
              ? exported(write, mount)
              : !write.readOnlyInside()
                  ? null
                  : mount.superOptions().contains("ro") ? whole(write, mount) : part(write, mount);
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        mount.mountPoint() + " is mounted read-only",
        write.facts(),
        write.modeRuledOut(),
        "bind the workspace without readOnly: true"
            + (mount.superOptions().contains("ro")
                ? " (and the PersistentVolume without it: the whole volume is mounted so)"
                : "")
            + ", or write to another volume or to a result",
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo"));
  }

  /** The mount says rw, and the server behind it lets nobody write. */
  private Finding exported(WriteEvidence write, Mount mount) {
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        "the server behind " + mount.mountPoint() + " serves it read-only",
        write.facts(),
        List.of(),
        "have the share exported read-write, or write to another volume or to a result",
        "on the server: `exportfs -v`, or the options of the share");
  }

  /** The mount says rw, and the file system under it is read-only as a whole. */
  private Finding whole(WriteEvidence write, Mount mount) {
    boolean sound = Long.valueOf(0).equals(write.probe().fileSystemErrors());
    return inside(
        write,
        "the file system under " + mount.mountPoint() + " is mounted read-only as a whole",
        "the mount says rw, the file system ro: remounted so, or a write-protected disk"
            + (sound ? "; it has counted no error" : ", or an error of the file system"),
        "ask who mounted the volume read-only (readOnly of the PersistentVolume, its mountOptions,"
            + " a write-protected disk) and mount it read-write"
            + (sound ? "" : "; if nobody did, see " + CauseId.FS_ERROR_READ_ONLY.id())
            + "; or write to another volume or to a result",
        Command.of("grep " + ShellWord.path(mount.mountPoint()) + " /proc/self/mountinfo")
            + "; on the node: `dmesg | grep -iE 'remount|read-only'`");
  }

  /** Mount and file system say rw: a part of it is read-only, as a snapshot of btrfs is. */
  private Finding part(WriteEvidence write, Mount mount) {
    Component directory = write.directory();
    String path = directory == null ? mount.mountPoint() : directory.path();
    boolean btrfs = mount.type().equals("btrfs");
    return inside(
        write,
        path
            + (btrfs
                ? " lies in a read-only subvolume or snapshot of btrfs"
                : " is read-only on its file system"),
        "the mount and the file system say rw",
        btrfs
            ? "write to a subvolume that is not read-only, or on the node set the property of this"
                + " one (`btrfs property set`, ro=false)"
            : "write to another volume or to a result",
        btrfs
            ? "on the node, of the same directory: " + Command.on(path, "btrfs property get -ts")
            : "on the node: `dmesg | grep -iE 'remount|read-only'`");
  }

  private Finding inside(
      WriteEvidence write, String summary, String fact, String remedy, String confirm) {
    return new Finding(
        id(), Finding.Confidence.MEDIUM, summary, write.facts(fact), List.of(), remedy, confirm);
  }
}
