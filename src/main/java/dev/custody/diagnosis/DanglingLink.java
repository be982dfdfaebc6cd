package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A symbolic link leads to where nothing is, or round in a circle. */
final class DanglingLink implements AccessCause {
  @Override
  public String id() {
    return "SYMLINK";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Denial denial = access.denial();
    Component link =
        access.walk().components().stream()
            .filter(c -> c.linkTarget() != null)
            .reduce((first, second) -> second)
            .orElse(null);
    if (denial == null
        || link == null
        || !(denial.errno().equals("ENOENT") || denial.errno().equals("ELOOP"))) {
      return null;
    }
    return Access.cause(
        id(),
        Finding.Confidence.CERTAIN,
        link.path() + " is a symbolic link to " + link.linkTarget() + ", which leads nowhere",
        List.of(denial.fact(), link.path() + " -> " + link.linkTarget()),
        List.of("REMOVED: the link itself is there"),
        "write the archive itself at this path; a link to a directory of the writing container means"
            + " nothing in another one",
        "namei -l " + access.walk().path());
  }
}
