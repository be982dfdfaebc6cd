package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.diagnosis.facts.StorageErrors;
import dev.custody.linux.Errno;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cause of failed writing that the errno alone proves, whether a file is read or written: a table
 * of one row each instead of a class each, since they differ in nothing but words.
 *
 * @param errnos any of them proves it
 * @param what half a sentence that follows the path
 */
public record ErrorForWriting(CauseId id, Set<String> errnos, String what, String remedy)
    implements WriteCause {
  /** Those of the catalogue. */
  public static final List<WriteCause> ALL =
      List.of(
          new ErrorForWriting(
              CauseId.NOT_FOUND,
              Set.of("ENOENT"),
              "cannot be written, since its directory does not exist",
              "make the directory first, or correct the path"),
          new ErrorForWriting(
              CauseId.SYMLINK,
              Set.of("ELOOP"),
              "cannot be written: its path leads in a circle of symbolic links, or over a link that"
                  + " the mount does not follow (nosymfollow)",
              "name the file itself, or remove the links"),
          new ErrorForWriting(
              CauseId.STALE_HANDLE,
              Set.of("ESTALE"),
              "cannot be written, since the file server no longer knows its directory",
              "run the pod again, so that the volume is mounted again"),
          new ErrorForWriting(
              CauseId.ENCRYPTED_LOCKED,
              Set.of("ENOKEY"),
              "cannot be written, since its directory is encrypted and the key is not loaded here",
              "load the key on the node, or write to another volume"),
          new ErrorForWriting(
              CauseId.IO_ERROR,
              StorageErrors.NAMES,
              "cannot be written, since the storage under it fails",
              "this is a storage incident: check the node and the driver of the volume first"));

  public ErrorForWriting {
    errnos = Set.copyOf(errnos);
  }

  @Override
  public @Nullable Finding in(WriteEvidence write) {
    if (!errnos.contains(write.errno()) || (id == CauseId.NOT_FOUND && write.directory() != null)) {
      return null;
    }
    return new Finding(
        id,
        // On a share ENOKEY may be a missing ticket of Kerberos (keyrings(7)).
        id == CauseId.ENCRYPTED_LOCKED && write.serverDecides()
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.HIGH,
        write.probe().path() + " " + what + " (" + write.errno() + ")",
        write.facts(),
        write.posix() != null
            ? List.of()
            : List.of(OtherErrno.notWriteDenied(Errno.words(write.errno()))),
        remedy,
        Command.on(write.probe().path(), "touch") + " in another pod on the same node");
  }
}
