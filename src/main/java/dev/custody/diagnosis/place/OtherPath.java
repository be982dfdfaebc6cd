package dev.custody.diagnosis.place;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.AccessEvidence;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.content.ContentEvidence;
import dev.custody.diagnosis.content.FilePair;
import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ShellWord;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This step looks at a different path than the recorded one: a typo, or a parameter of another
 * task.
 */
public final class OtherPath implements AccessCause, ContentCause {
  @Override
  public CauseId id() {
    return CauseId.OTHER_PATH;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    return access.denial().errno().equals("ENOENT") && access.namesOtherFile()
        ? finding(access.observed(), access.baseline(), access.denial().fact())
        : null;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    FilePair files = content.files();
    // A file that was only renamed keeps its inode and its birth.
    boolean renamed = files != null && files.identity() == FilePair.Identity.SAME;
    if (renamed || !content.images().isOther()) {
      return null;
    }
    return content.namesOtherFile()
        ? finding(content.observed(), content.toExplain(), content.images().line())
        : content.linksLeadElsewhere() ? otherTarget(content) : null;
  }

  /** The path is the same, and a symbolic link on it leads elsewhere. */
  private @Nullable Finding otherTarget(ContentEvidence content) {
    if (!(content.toExplain() instanceof RecordedEvidence.Full full)) {
      return null;
    }
    String now = content.observed().archive().walk().last().path();
    String then = full.record().archive().walk().last().path();
    return new Finding(
        id(),
        Finding.Confidence.HIGH,
        "a symbolic link leads to " + now + " now, and led to " + then + " when it was recorded",
        List.of(content.images().line(), "recorded " + then, "observed " + now),
        List.of(
            RuledOut.of(CauseId.REPLACED, "this is a file at another place than the recorded one")),
        "find the task that sets the link (a \"current\" or \"latest\" directory), and give both"
            + " steps the path behind it",
        Command.on(full.record().archive().walk().path(), "readlink -f"));
  }

  private @Nullable Finding finding(
      ExecutionRecord observed, RecordedEvidence.@Nullable Look recorded, String fact) {
    if (!(recorded instanceof RecordedEvidence.Full full)) {
      return null;
    }
    String now = observed.archive().walk().path();
    String then = full.record().archive().walk().path();
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "this step looks at " + now + ", but the recorded path is " + then,
        List.of(fact, "recorded " + then, "observed " + now),
        List.of(
            RuledOut.of(
                List.of(CauseId.REPLACED, CauseId.REMOVED),
                "these are about the recorded path, which this step did not look" + " at")),
        "give both steps the same path, best as one parameter or result that both use",
        Command.on(now, "ls -l " + ShellWord.path(then)));
  }
}
