package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel gave an error that is not a refusal, and no cause of the catalogue explains it. */
public final class UnexplainedError implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.UNEXPLAINED_ERROR;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.refused()) {
      return null;
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        denial.fact() + ", and the evidence does not show why",
        access.facts("file system " + FactText.mount(access.mount())),
        List.of(OtherErrno.NOT_THE_MODE),
        remedy(denial.errno()),
        Command.on(denial.component().path(), "custody explain")
            + " in another pod on the same node");
  }

  private static String remedy(String errno) {
    return switch (errno) {
      case "ENOKEY", "EKEYEXPIRED", "EKEYREVOKED", "EKEYREJECTED" ->
          "renew the credentials that the volume is mounted with (Kerberos ticket, key); then run"
              + " the task again";
      case "EMFILE" -> "raise the limit of open files (ulimit -n) of this container";
      case "ENFILE" -> "the node has too many files open: find the process that holds them";
      case "ENOMEM", "ENOBUFS" -> "give the container, or the node, more memory";
      case "EBUSY", "EAGAIN", "ETXTBSY", "EINTR" ->
          "another process holds the file (a lock, an open share): let this task run after it, and"
              + " run it again";
      case "ENAMETOOLONG" -> "give the archive a shorter name";
      case "ENOTDIR" -> "correct the path: a part of it is not a directory";
      case "EDQUOT", "ENOSPC" ->
          "free space on the volume, or raise the quota: its file system needs space to open a"
              + " file";
      default -> "look at the file system and its server on the node, then run the task again";
    };
  }
}
