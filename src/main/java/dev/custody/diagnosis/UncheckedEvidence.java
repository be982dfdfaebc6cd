package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.NotDone;
import java.util.ArrayList;
import java.util.List;

/** What could not be checked of a record, and which causes therefore remain possible. */
final class UncheckedEvidence {
  private static final List<CauseId> BY_MODE =
      List.of(
          CauseId.MODE_DENIES,
          CauseId.DIR_NOT_SEARCHABLE,
          CauseId.FSGROUP_NOT_IN_PROCESS,
          CauseId.ROOT_WITHOUT_DAC);
  private static final List<CauseId> BY_LABEL =
      List.of(CauseId.SELINUX_MCS_MISMATCH, CauseId.SELINUX_TYPE, CauseId.SELINUX_CONTEXT_MOUNT);
  private static final List<CauseId> BY_MOUNT =
      List.of(
          CauseId.NFS_ROOT_SQUASH,
          CauseId.NFS_SERVER_DENIES,
          CauseId.FUSE_OWNER_ONLY,
          CauseId.NOT_ON_A_PVC,
          CauseId.ONROOTMISMATCH_SKIPPED,
          CauseId.SUBPATH_OWNERSHIP);

  private UncheckedEvidence() {}

  static List<NotDone> of(ExecutionRecord observed) {
    List<NotDone> gaps = new ArrayList<>(observed.notDone());
    // What was read was not refused, so nothing remains to be excluded.
    List<PathWalk> walks = new ArrayList<>();
    walks.add(observed.archive().decidingWalk());
    walks.addAll(observed.files());
    if (walks.stream().allMatch(PathWalk::readable)) {
      return gaps;
    }
    ProcessIdentity process = observed.process();
    if (process.credentials() == null || process.capabilities() == null) {
      gaps.add(new NotDone("ids and capabilities of the process", BY_MODE));
    }
    if (process.userNamespace() == null) {
      gaps.add(
          new NotDone(
              "user namespace maps", List.of(CauseId.USERNS_UNMAPPED, CauseId.USERNS_WRITER)));
    }
    if (observed.mounts().isEmpty()) {
      gaps.add(new NotDone("mounts", BY_MOUNT));
    }
    for (PathWalk walk : walks) {
      Component seen =
          walk.components().reversed().stream()
              .filter(c -> c.status() != null && c.linkTarget() == null)
              .findFirst()
              .orElse(null);
      if (seen != null && seen.label() instanceof ExtendedAttribute.NotChecked not) {
        gaps.add(new NotDone("security label of " + seen.path() + ": " + not.reason(), BY_LABEL));
      }
      if (seen != null && seen.acl() instanceof ExtendedAttribute.NotChecked not) {
        gaps.add(
            new NotDone("ACL of " + seen.path() + ": " + not.reason(), List.of(CauseId.POSIX_ACL)));
      }
    }
    return List.copyOf(gaps);
  }
}
