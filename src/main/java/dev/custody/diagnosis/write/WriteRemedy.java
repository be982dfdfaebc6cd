package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.MountModes;
import dev.custody.diagnosis.facts.ServerRules;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import org.jspecify.annotations.Nullable;

/** What lets a process write where the mode refuses it, by the kind of volume. */
final class WriteRemedy {
  private WriteRemedy() {}

  /** For a file that is there already. */
  static String ofFile(WriteEvidence write) {
    Component file = write.probe().target();
    String byMount = byMount(write, file == null ? null : file.status());
    String ownName =
        write.inDirectory() instanceof Prediction.Allowed
            ? "write to a new name, which the directory allows, or "
            : "";
    return byMount != null
        ? ownName + byMount
        : ownName
            + "give the file to a group that all tasks have, with "
            + Command.on(write.probe().path(), "chmod g+w")
            + ", in the task that makes it"
            + serverToo(write);
  }

  /** The most reported case: 2755 root:fsGroup, and the process is in the group. */
  static String ofDirectory(WriteEvidence write, Component directory) {
    FileStatus status = directory.status();
    Credentials who = write.process().credentials();
    String byMount = byMount(write, status);
    if (byMount != null) {
      return byMount;
    }
    String grant = Command.on(directory.path(), "chmod g+w");
    if (status != null && who != null && who.uid().filesystem() == status.uid()) {
      return "in the task that makes the directory, "
          + Command.on(directory.path(), "chmod u+wx")
          + serverToo(write);
    }
    if (status != null && who != null && who.inGroup(status.gid())) {
      return "the process is in group "
          + status.gid()
          + ", which has no write permission: in the task that makes the directory, "
          + grant
          + " (or umask 002 before)"
          + serverToo(write);
    }
    if (status != null && status.gid() != 0 && groupMay(status)) {
      return "group " + status.gid() + " may write there: " + joinGroup(status) + serverToo(write);
    }
    return "give the directory to a group that all tasks have (fsGroup), with "
        + grant
        + ", in the task that makes it"
        + serverToo(write);
  }

  /** Where the mount makes the modes up: chmod and chgrp answer 0 there and change nothing. */
  private static @Nullable String byMount(WriteEvidence write, @Nullable FileStatus status) {
    Mount mount = write.probe().mount();
    boolean forced = MountModes.forced(mount);
    if (mount == null || !(forced || MountModes.perhapsMadeUp(mount, status))) {
      return null;
    }
    return (forced
            ? "chmod and chgrp change nothing on this mount: "
            : "chmod and chgrp may change nothing on this mount: ")
        + (status != null && status.gid() != 0 && groupMay(status)
            ? joinGroup(status) + ", or "
            : "")
        + "set the mount options of the volume (mountOptions of the PersistentVolume or"
        + " StorageClass: "
        + MountModes.options(mount)
        + ") to the uid or a group that the tasks run with";
  }

  private static boolean groupMay(FileStatus status) {
    return (status.mode() >> 3 & Prediction.WRITE) != 0;
  }

  private static String joinGroup(FileStatus status) {
    return "run the task in it (podTemplate.securityContext.supplementalGroups: ["
        + status.gid()
        + "], or fsGroup)";
  }

  /** On a share the server judges by what it knows of the process, whatever the mode shows. */
  private static String serverToo(WriteEvidence write) {
    return ServerRules.and("", write.probe().mount());
  }
}
