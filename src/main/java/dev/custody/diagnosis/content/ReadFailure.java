package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.StorageErrors;
import dev.custody.linux.Errno;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reading failed in the middle of the archive, though the path can be opened and its first byte
 * read: the storage failed (IO_ERROR), or access was refused for a while and is allowed again.
 */
public final class ReadFailure implements ContentCause {
  private static final Set<String> REFUSAL = Set.of("EACCES", "EPERM");

  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_ERROR;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    if (!content.observed().archive().decidingWalk().readable()) {
      // The walk shows who refuses, or what fails.
      return null;
    }
    List<Problem> denied = content.problems(Problem.Kind.ACCESS_DENIED);
    if (!denied.isEmpty()) {
      return refused(content, denied);
    }
    List<Problem> failed = content.problems(Problem.Kind.READ_ERROR);
    return failed.isEmpty()
        ? null
        : REFUSAL.contains(errno(failed)) ? refused(content, failed) : failed(content, failed);
  }

  private Finding refused(ContentEvidence content, List<Problem> denied) {
    return new Finding(
        CauseId.UNEXPLAINED_DENIAL,
        Finding.Confidence.MEDIUM,
        "reading was refused in the middle of the archive, although the path can be opened",
        ContentEvidence.lines(denied),
        List.of("BEING_WRITTEN: a writer changes the content, but cannot cause this error"),
        "find out who changed the label, the mode or the owner of the file while it was read:"
            + " another pod that started then (SELinux relabels the volume for each pod), a chmod"
            + " in another task",
        "custody explain "
            + content.archive().file().path()
            + " right after it fails; on the node: ausearch -m avc -ts recent where SELinux is"
            + " on");
  }

  private static String errno(List<Problem> failed) {
    return Errno.nameOf(failed.getFirst().observed());
  }

  private Finding failed(ContentEvidence content, List<Problem> failed) {
    String words = failed.getFirst().observed();
    String errno = errno(failed);
    boolean storage = StorageErrors.NAMES.contains(errno);
    return new Finding(
        storage ? CauseId.IO_ERROR : id(),
        storage ? Finding.Confidence.HIGH : Finding.Confidence.MEDIUM,
        storage
            ? "the storage under " + content.archive().file().path() + " fails with " + errno
            : "reading the archive failed: "
                + (errno.equals(Errno.UNKNOWN) ? String.valueOf(words) : Errno.words(errno)),
        ContentEvidence.lines(failed),
        List.of("MODE_DENIES: a missing permission gives EACCES"),
        storage
            ? "this is a storage incident: check the node and the volume before anything else"
            : "look at the file system and its server on the node, then run the task again",
        "on the node: dmesg | tail; kubectl get events for the volume");
  }
}
