package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.Mount;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A symbolic link leads nowhere, is part of a loop, or is one that the kernel refuses to follow.
 */
public final class Symlink implements AccessCause {
  private static final String REMEDY =
      "write the archive itself at this path; a link to a directory inside the writing container"
          + " leads nowhere in another one";

  @Override
  public CauseId id() {
    return CauseId.SYMLINK;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Denial denial = access.denial();
    LinkEvidence link = LinkEvidence.of(access.walk());
    if (link == null) {
      return null;
    }
    if (denial.errno().equals("ELOOP") && !isFile(denial.component())) {
      return cause(
          access,
          link,
          Finding.Confidence.CERTAIN,
          link.path() + " is part of a loop of symbolic links, or of a chain of more than 40",
          "the kernel follows at most 40 links (path_resolution(7))",
          REMEDY);
    }
    if ((denial.refused() || denial.errno().equals("ELOOP")) && denial.byLink()) {
      return cause(
          access,
          link,
          Finding.Confidence.CERTAIN,
          link.path() + " is a symbolic link that this process may not follow",
          (denial.refused()
                  ? "fs.protected_symlinks: in a sticky directory a process may follow only its own"
                      + " links and those of the directory's owner"
                  : "the volume is mounted so that no link is followed (nosymfollow, mount(8))")
              + "; the file itself can be opened by its own path",
          REMEDY);
    }
    return denial.errno().equals("ENOENT") && link.leadsTo(denial.component())
        ? leadsNowhere(access, link)
        : null;
  }

  /**
   * A target on the link's own volume, or on another one, may be removed, or not written yet; in
   * the container's own files, where the link's writer had its own, no other task brings it.
   */
  private Finding leadsNowhere(AccessEvidence access, LinkEvidence link) {
    Mount mount = access.mount();
    boolean mayCome =
        link.isOnTheMountOf(access.denial().component())
            || (mount != null && !mount.mountPoint().equals("/"));
    return cause(
        access,
        link,
        mayCome ? Finding.Confidence.MEDIUM : Finding.Confidence.CERTAIN,
        link.path() + " is a symbolic link to " + link.target() + ", which leads nowhere",
        "",
        mayCome
            ? "let the task that writes the archive make the link after the archive is complete, or"
                + " wait for it with --wait; or write the archive itself at this path"
            : REMEDY);
  }

  /** Whether links led to a file or a directory after all; the error then has another cause. */
  private static boolean isFile(Component component) {
    FileStatus status = component.status();
    return status != null && status.type() != FileType.SYMLINK;
  }

  private Finding cause(
      AccessEvidence access,
      LinkEvidence link,
      Finding.Confidence confidence,
      String summary,
      String more,
      String remedy) {
    List<String> evidence = new ArrayList<>();
    evidence.add(access.denial().fact());
    evidence.add(link.fact());
    if (!more.isEmpty()) {
      evidence.add(more);
    }
    return new Finding(
        id(),
        confidence,
        summary,
        evidence,
        List.of(RuledOut.of(CauseId.REMOVED, "the link itself is there")),
        remedy,
        Command.on(access.walk().path(), "namei -l"));
  }
}
