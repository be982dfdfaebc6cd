package dev.custody.diagnosis;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The causes of a path that cannot be read or found (groups A and B of the catalogue), in the order
 * of reasoning: what the path itself says, what is missing, what failed, what POSIX refuses and by
 * which term, and who else can refuse what POSIX grants. The unexplained is last, and only where
 * nothing else was found.
 */
final class AccessCauses {
  static final List<AccessCause> ALL =
      List.of(
          new UnresolvedVariable(),
          new DanglingLink(),
          new DifferentVolume(),
          new NotOnPvc(),
          new NotYetVisible(),
          new Removed(),
          new StaleHandle(),
          new IoError(),
          new UsernsWriter(),
          new UserNamespaceUnmapped(),
          new PosixAclDenies(),
          new RootWithoutDac(),
          new GroupMissing(),
          new FsGroupNotOnVolume(),
          new OnRootMismatchSkipped(),
          new SubPathOwnership(),
          new FuseOwnerOnly(),
          new NfsRootSquash(),
          new NfsServerDenies(),
          new SelinuxContextMount(),
          new SelinuxMcsMismatch(),
          new SelinuxType(),
          new OtherModule());

  /** The plain words of POSIX, where nothing more special says why the mode is as it is. */
  private static final List<AccessCause> PLAIN = List.of(new DirNotSearchable(), new ModeDenies());

  private AccessCauses() {}

  /** What the walk shows, the surer first; only a note for a path that was read. */
  static List<Finding> findings(ExecutionRecord observed, List<ExecutionRecord> records) {
    Access access = Access.of(observed, records);
    if (access == null) {
      return List.of();
    }
    Finding readOnly = new ReadOnlyMount().in(access);
    List<Finding> notes = readOnly == null ? List.of() : List.of(readOnly);
    if (access.denial() == null) {
      return notes;
    }
    List<Finding> findings = new ArrayList<>();
    add(ALL, access, findings);
    if (findings.isEmpty()) {
      add(PLAIN, access, findings);
    }
    if (findings.isEmpty()) {
      add(List.of(new UnexplainedDenial()), access, findings);
    }
    add(List.of(new IdentityDiffers()), access, findings);
    findings.addAll(notes);
    findings.sort(Comparator.comparing(Finding::confidence));
    return findings;
  }

  private static void add(List<AccessCause> causes, Access access, List<Finding> into) {
    for (AccessCause cause : causes) {
      Finding finding = cause.in(access);
      if (finding != null) {
        into.add(finding);
      }
    }
  }
}
