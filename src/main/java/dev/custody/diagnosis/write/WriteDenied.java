package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process may not write into the directory, or to the file in it. */
public final class WriteDenied implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.WRITE_DENIED;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    if (write.probe().writable()) {
      return null;
    }
    Component directory = write.directory();
    if (directory == null) {
      return unreached(write);
    }
    if (write.inFile() instanceof Prediction.Denied(String why, boolean acl, boolean unmapped)) {
      return finding(
          write,
          confidence(write, acl, unmapped),
          "this process may not write the file " + write.probe().path() + ": " + why,
          "write to a new name where the directory allows it, or give the file to a group that all"
              + " tasks have with chmod g+w, in the task that makes it");
    }
    return switch (write.inDirectory()) {
      case Prediction.Denied denied ->
          finding(
              write,
              confidence(write, denied.acl(), denied.unmapped()),
              "this process cannot write into " + directory.path() + ": " + denied.why(),
              grant(write, directory));
      case Prediction.Allowed allowed when write.refused() ->
          finding(
              write,
              Finding.Confidence.MEDIUM,
              "writing "
                  + write.probe().path()
                  + " is refused although the directory's mode allows it: "
                  + who(write),
              "the mode is not the reason (" + allowed.why() + "); " + remedy(write));
      case Prediction.CannotTell unknown when write.refused() ->
          finding(
              write,
              Finding.Confidence.MEDIUM,
              "writing "
                  + write.probe().path()
                  + " is refused; the reason cannot be told without "
                  + unknown.missing(),
              "compare the facts with those of a task that can write there");
      default -> null;
    };
  }

  private static Finding.Confidence confidence(WriteEvidence write, boolean acl, boolean unmapped) {
    return write.modeIsUnchecked()
        ? Finding.Confidence.MEDIUM
        : unmapped || acl ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN;
  }

  /** The way to the directory is closed itself, or leads nowhere. */
  private @Nullable Finding unreached(WriteEvidence write) {
    Component last = write.probe().directory().last();
    return last.lstat() instanceof Outcome.Failed(String errno, String _) && errno.equals("EACCES")
        ? finding(
            write,
            Finding.Confidence.HIGH,
            "this process cannot reach the directory: search is refused at " + last.path(),
            Command.on(last.path(), "custody explain") + " says what refuses it")
        : null;
  }

  private Finding finding(
      WriteEvidence write, Finding.Confidence confidence, String summary, String remedy) {
    return new Finding(
        id(),
        confidence,
        summary,
        write.facts(),
        List.of("READ_ONLY_MOUNT: the mount says rw", "VOLUME_FULL, QUOTA: the kernel says EACCES"),
        remedy,
        "`id` and "
            + Command.on(write.probe().path(), "touch")
            + " in the step; `ls -ld` of the directory in the task that made it");
  }

  /** The most reported case: 2755 root:fsGroup, and the process is in the group. */
  private static String grant(WriteEvidence write, Component directory) {
    FileStatus status = directory.status();
    Credentials who = write.process().credentials();
    if (status != null && who != null && who.inGroup(status.gid())) {
      return "the process is in group "
          + status.gid()
          + ", which has no write permission: in the task that makes the directory, "
          + Command.on(directory.path(), "chmod g+w")
          + " (or umask 002 before)";
    }
    return "give the directory to a group that all tasks have (fsGroup) with `chmod g+w`, in the"
        + " task that makes it; on a share that ignores chown, set uid, gid and modes as"
        + " mount options";
  }

  private static String who(WriteEvidence write) {
    Mount mount = write.probe().mount();
    return mount == null
        ? "something other than the mode refuses it"
        : write.serverDecides()
            ? "the server behind this " + mount.type() + " decides"
            : write.inFile() == null
                ? "a security module or the file's own mode refuses"
                : "a security module refuses, since the file's own mode allows it too";
  }

  private static String remedy(WriteEvidence write) {
    Mount mount = write.probe().mount();
    return mount != null && mount.type().equals("virtiofs")
        ? "on virtiofs a supplementary group is not enough: run as the owner or with runAsGroup"
        : "look at the file's mode, the labels (`custody explain`) and the rights of the account"
            + " that the volume is mounted with";
  }
}
