package dev.custody.diagnosis.access;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A symbolic link leads nowhere, is part of a loop, or is one that the kernel refuses to follow. */
public final class Symlink implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.SYMLINK;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    Component link =
        access.walk().components().stream()
            .filter(c -> c.linkTarget() != null)
            .reduce((first, second) -> second)
            .orElse(null);
    if (link == null || link.path().startsWith("/proc/")) {
      return null;
    }
    if (denial.errno().equals("ELOOP") && !isFile(denial.component())) {
      return cause(
          access,
          link,
          link.path() + " is part of a loop of symbolic links, or of a chain of more than 40",
          "the kernel follows at most 40 links (path_resolution(7))");
    }
    if (denial.refused()
        && denial.component().open() instanceof Outcome.Failed(String _, String detail)
        && detail.contains(PathWalk.OPENS_WITHOUT_LINKS)) {
      return cause(
          access,
          link,
          link.path() + " is a symbolic link that this process may not follow",
          "fs.protected_symlinks: in a sticky directory a process may follow only its own links and"
              + " those of the directory's owner; the file itself can be opened by its own path");
    }
    return denial.errno().equals("ENOENT") && target(link).startsWith(denial.component().path())
        ? cause(
            access,
            link,
            link.path() + " is a symbolic link to " + link.linkTarget() + ", which leads nowhere",
            "")
        : null;
  }

  /** Whether links led to a file or a directory after all; the error then has another cause. */
  private static boolean isFile(Component component) {
    FileStatus status = component.status();
    return status != null && status.type() != FileType.SYMLINK;
  }

  /** Where a link leads, as a path from the root. */
  private static Path target(Component link) {
    return Path.of(link.path())
        .resolveSibling(Objects.requireNonNull(link.linkTarget()))
        .normalize();
  }

  private Finding cause(AccessEvidence access, Component link, String summary, String more) {
    List<String> evidence = new ArrayList<>();
    evidence.add(access.denial().fact());
    evidence.add(link.path() + " -> " + link.linkTarget());
    if (!more.isEmpty()) {
      evidence.add(more);
    }
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        summary,
        evidence,
        List.of("REMOVED: the link itself is there"),
        "write the archive itself at this path; a link to a directory inside the writing container"
            + " leads nowhere in another one",
        "namei -l " + access.walk().path());
  }
}
