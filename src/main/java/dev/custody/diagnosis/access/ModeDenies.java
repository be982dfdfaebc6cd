package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.FileStatus;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mode denies this process the permission, and no more specific cause explains it. */
public final class ModeDenies implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.MODE_DENIES;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    if (denial.call() == Denial.Call.LSTAT
        || !access.mode().refuses()
        || !(denial.prediction() instanceof Prediction.Denied denied)) {
      return null;
    }
    String path = denial.component().path();
    List<String> evidence = access.facts();
    String before = earlierMode(access);
    if (before != null) {
      evidence.add(before);
    }
    evidence.addAll(access.labels().refusesNext());
    return new Finding(
        id(),
        access.mode().confidence(),
        path + " cannot be read: " + denied.why(),
        evidence,
        List.of(),
        access
            .mode()
            .orServer(
                before != null
                    ? "find the task that changed it; at its end, " + access.mode().grant()
                    : "after the export, in the same task: "
                        + access.mode().grant()
                        + " (skopeo keeps the umask, so with umask 0077 it writes 0600)"),
        Command.on(path, "stat") + " in the task that wrote it");
  }

  /** The recorded mode where it has changed since; null otherwise. */
  private static @Nullable String earlierMode(AccessEvidence access) {
    RecordedEvidence.Look recorded = access.baseline();
    FileStatus before = recorded == null ? null : recorded.file();
    FileStatus now = access.deciderStatus();
    if (recorded == null
        || before == null
        || now == null
        || access.namesOtherFile()
        || before.inode() != now.inode()
        || (before.mode() == now.mode()
            && before.gid() == now.gid()
            && before.uid() == now.uid())) {
      return null;
    }
    String task = recorded.step().pipelineTask();
    return "it was mode "
        + FactText.octal(before.mode())
        + " uid "
        + before.uid()
        + " gid "
        + before.gid()
        + " when "
        + (task == null ? recorded.source() : task)
        + " recorded it at "
        + recorded.at()
        + ", and was changed no later than "
        + now.changed()
        + " (ctime)";
  }
}
