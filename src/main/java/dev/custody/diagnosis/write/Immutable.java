package dev.custody.diagnosis.write;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
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
    WriteEvidence.Attribute attribute = write.attribute();
    return attribute != null
        ? attribute(write, attribute)
        : write.keptBySticky() ? sticky(write) : null;
  }

  private Finding attribute(WriteEvidence write, WriteEvidence.Attribute attribute) {
    String path = attribute.path();
    boolean modeToo = write.posix() != null;
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        path + " has the attribute " + attribute.word(),
        write.facts(
            "statx says " + attribute.word() + " of " + path + ", which applies to root too"),
        write.modeRuledOut(),
        "on the node, as root: "
            + Command.on(path, "chattr -" + attribute.letter())
            + " and find out who set it"
            + (modeToo ? "; then the mode still refuses (" + CauseId.WRITE_DENIED.id() + ")" : ""),
        Command.on(path, "lsattr -d"));
  }

  /** Where the directory itself refuses every name, the sticky bit only comes next. */
  private Finding sticky(WriteEvidence write) {
    String path = write.probe().path();
    Component directory = write.directory();
    boolean closed = write.inDirectory() instanceof Prediction.Denied;
    List<String> evidence =
        new ArrayList<>(
            write.facts(
                "in a sticky directory only the owner of the file or of the directory may replace"
                    + " a file"));
    if (!closed && write.inFile() instanceof Prediction.Denied(String why, boolean _, boolean _)) {
      evidence.add("and it cannot be written as it is: " + why);
    }
    return new Finding(
        id(),
        closed || !(write.inDirectory() instanceof Prediction.Allowed)
            ? Finding.Confidence.MEDIUM
            : Finding.Confidence.HIGH,
        path
            + " belongs to another user, and in a sticky directory (mode +t) only the owner may"
            + " replace it"
            + (closed ? ", even once the directory may be written" : ""),
        evidence,
        write.inDirectory() instanceof Prediction.Allowed(String why)
            ? List.of(new RuledOut(List.of(CauseId.WRITE_DENIED), "for the directory", why))
            : List.of(),
        (closed ? "once the directory may be written (" + CauseId.WRITE_DENIED.id() + "), " : "")
            + "write to a name of your own, or have the file's owner remove it",
        Command.on(directory == null ? "." : directory.path(), "ls -ld")
            + " and "
            + Command.on(path, "ls -l"));
  }
}
