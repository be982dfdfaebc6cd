package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of the file or directory forbids writing, or the directory is sticky and the file
 * belongs to another user.
 */
public final class Immutable implements WriteCause {
  @Override
  public CauseId id() {
    return CauseId.IMMUTABLE;
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    String path = write.probe().path();
    if (write.probe().fileAttributes().contains("immutable")) {
      return attribute(write, path, "immutable", "i");
    }
    if (write.probe().fileAttributes().contains("append")) {
      return attribute(write, path, "append-only", "a");
    }
    Component directory = write.directory();
    if (directory != null && write.probe().attributes().contains("immutable")) {
      return attribute(write, directory.path(), "immutable", "i");
    }
    // New names can be added there, and files be written in place: only a refusal proves it.
    if (directory != null
        && write.probe().attributes().contains("append")
        && write.probe().errno() != null
        && write.refused()) {
      return attribute(write, directory.path(), "append-only", "a");
    }
    return sticky(write) && write.refused()
        ? new Finding(
            id(),
            Finding.Confidence.HIGH,
            path
                + " belongs to another user, and in a sticky directory (mode +t) only the owner may"
                + " replace it",
            write.facts(
                "in a sticky directory only the owner of the file or of the directory may replace a"
                    + " file"),
            List.of("WRITE_DENIED: the directory itself may be written"),
            "write to a name of your own, or have the file's owner remove it",
            Command.on(directory == null ? "." : directory.path(), "ls -ld")
                + " and "
                + Command.on(path, "ls -l"))
        : null;
  }

  private Finding attribute(WriteEvidence write, String path, String word, String letter) {
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        path + " has the attribute " + word,
        write.facts("statx says " + word + " of " + path),
        List.of("WRITE_DENIED: the attribute applies to root too, whatever the mode"),
        "on the node, as root: "
            + Command.on(path, "chattr -" + letter)
            + " and find out who set it",
        Command.on(path, "lsattr -d"));
  }

  private static boolean sticky(WriteEvidence write) {
    Component directory = write.directory();
    FileStatus status = directory == null ? null : directory.status();
    FileStatus existing = write.probe().existing();
    Credentials who = write.process().credentials();
    return status != null
        && existing != null
        && who != null
        && (status.mode() & 01000) != 0
        && who.uid().filesystem() != status.uid()
        && who.uid().filesystem() != existing.uid()
        && !owner(write.process());
  }

  private static boolean owner(ProcessIdentity process) {
    return process.capabilities() != null
        && process.capabilities().effective().contains("CAP_FOWNER");
  }
}
