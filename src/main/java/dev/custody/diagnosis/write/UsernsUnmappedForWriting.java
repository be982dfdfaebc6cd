package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Credentials;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume is idmapped, and its id map has no place for the process, or for the owner of what is
 * there already: nobody may write then, root included.
 */
public final class UsernsUnmappedForWriting implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.USERNS_UNMAPPED;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    Mount mount = write.probe().mount();
    Credentials who = write.process().credentials();
    if (mount == null || who == null || write.probe().writable()) {
      return null;
    }
    if (write.errno().equals("EOVERFLOW") && write.idmapped()) {
      return finding(
          write,
          "the id map of the mount "
              + mount.mountPoint()
              + " has no place for uid "
              + who.uid().filesystem()
              + " and gid "
              + who.gid().filesystem()
              + ", which a new file would belong to",
          "run the task with ids that the mount's map holds: in the user namespace that the volume"
              + " was mounted for (the same hostUsers setting as the other tasks), or without an"
              + " id map on the mount");
    }
    return write.refused() && write.ownerOutsideMap()
        ? finding(
            write,
            write.probe().path()
                + " cannot be written: it, or its directory, belongs to an id that is not in the id"
                + " map of the mount "
                + mount.mountPoint(),
            "give the directory, on the volume, an owner and a group inside the mount's id map"
                + " (hostUsers: false maps the ids 0 to 65535 of a volume), by a task that runs"
                + " with such ids; or run all tasks that share it with hostUsers: true")
        : null;
  }

  private Finding finding(WriteEvidence write, String summary, String remedy) {
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        summary,
        write.facts(),
        List.of(
            RuledOut.of(
                CauseId.WRITE_DENIED, "no mode gives a write that the id map has no place for")),
        remedy,
        Command.of("grep idmapped /proc/self/mountinfo")
            + " in both steps; on the node, `ls -ln` of the volume shows the owner's real id");
  }
}
