package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.OtherErrno;
import dev.custody.linux.Component;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The path does not exist; waiting may help where another task is to write it. */
public final class NotFound implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.NOT_FOUND;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    String errno = denial.errno();
    if (!errno.equals("ENOENT") && !errno.equals("ENOTDIR")) {
      return null;
    }
    String missing = denial.component().path();
    boolean last = missing.equals(access.walk().path()) || isTarget(access, missing);
    List<String> evidence = new ArrayList<>(List.of(denial.fact()));
    Component directory = denial.directory();
    if (directory != null && directory.status() != null) {
      evidence.add(
          FactText.file(directory.path(), directory.status())
              + ", modified "
              + directory.status().modified());
    }
    evidence.add("file system " + FactText.mount(access.mount()));
    if (access.baseline() != null) {
      evidence.add("recorded at " + access.baseline().at());
    }
    return new Finding(
        id(),
        Finding.Confidence.MEDIUM,
        errno.equals("ENOTDIR")
            ? missing + " cannot exist: its parent is not a directory"
            : missing + " does not exist" + (last ? "" : " (a parent directory of the path)"),
        evidence,
        List.of(OtherErrno.NOT_THE_MODE),
        "check that the task which writes it ran and finished (runAfter), writes exactly this path,"
            + " and has the same claim and subPath; --wait waits for it",
        Command.on(directory == null ? "/" : directory.path(), "ls -la") + " in both tasks");
  }

  /** Whether the path itself is a link to it. */
  private static boolean isTarget(AccessEvidence access, String missing) {
    Component link = access.link();
    return link != null
        && link.linkTarget() != null
        && link.path().equals(access.walk().path())
        && Path.of(link.path()).resolveSibling(link.linkTarget()).normalize().endsWith(missing);
  }
}
