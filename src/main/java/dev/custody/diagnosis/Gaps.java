package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.NotDone;
import java.util.ArrayList;
import java.util.List;

/** What could not be checked of a record, and which causes therefore remain possible. */
final class Gaps {
  private static final List<String> BY_MODE =
      List.of("MODE_DENIES", "DIR_NOT_SEARCHABLE", "FSGROUP_NOT_IN_PROCESS", "ROOT_WITHOUT_DAC");
  private static final List<String> BY_LABEL =
      List.of("SELINUX_MCS_MISMATCH", "SELINUX_TYPE", "SELINUX_CONTEXT_MOUNT");
  private static final List<String> BY_MOUNT =
      List.of(
          "NFS_ROOT_SQUASH",
          "NFS_SERVER_DENIES",
          "FUSE_OWNER_ONLY",
          "NOT_ON_A_PVC",
          "ONROOTMISMATCH_SKIPPED",
          "SUBPATH_OWNERSHIP");

  private Gaps() {}

  static List<NotDone> of(ExecutionRecord observed) {
    List<NotDone> gaps = new ArrayList<>(observed.notDone());
    // What was read was not refused, so nothing remains to be excluded.
    if (observed.files().stream().allMatch(PathWalk::readable)) {
      return gaps;
    }
    ProcessIdentity process = observed.process();
    if (process.credentials() == null || process.capabilities() == null) {
      gaps.add(new NotDone("ids and capabilities of the process", BY_MODE));
    }
    if (process.userNamespace() == null) {
      gaps.add(new NotDone("user namespace maps", List.of("USERNS_UNMAPPED", "USERNS_WRITER")));
    }
    if (observed.mounts().isEmpty()) {
      gaps.add(new NotDone("mounts", BY_MOUNT));
    }
    for (PathWalk walk : observed.files()) {
      Component seen =
          walk.components().reversed().stream()
              .filter(c -> c.status() != null && c.linkTarget() == null)
              .findFirst()
              .orElse(null);
      if (seen != null && seen.label() instanceof ExtendedAttribute.NotChecked not) {
        gaps.add(new NotDone("security label of " + seen.path() + ": " + not.reason(), BY_LABEL));
      }
      if (seen != null && seen.acl() instanceof ExtendedAttribute.NotChecked not) {
        gaps.add(new NotDone("ACL of " + seen.path() + ": " + not.reason(), List.of("POSIX_ACL")));
      }
    }
    return List.copyOf(gaps);
  }
}
