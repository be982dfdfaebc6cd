package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.MountModes;
import dev.custody.diagnosis.facts.ServerRules;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.UserNamespace;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mode and owner of the file that decides, how far they can be trusted, and who would be let
 * in.
 */
public record ModeEvidence(AccessEvidence access) {
  /** What was asked of the deciding file. */
  public int wanted() {
    return access.denial().wanted();
  }

  /** Whether the group bits give the file's group what was asked. */
  public boolean groupMay() {
    FileStatus status = access.deciderStatus();
    return status != null && (status.mode() >> 3 & wanted()) == wanted();
  }

  /** Whether the last three bits give everybody else what was asked. */
  public boolean othersMay() {
    FileStatus status = access.deciderStatus();
    return status != null && (status.mode() & wanted()) == wanted();
  }

  /** Whether chmod would change what the kernel looks at: not where the mount makes modes up. */
  public boolean isReal() {
    return !MountModes.forced(access.mount())
        && !MountModes.perhapsMadeUp(access.mount(), access.deciderStatus());
  }

  /** Whether the mode alone refuses: no ACL, no unmapped id, and a mode that chmod would change. */
  public boolean refuses() {
    return access.predicted()
        && isReal()
        && access.denial().prediction() instanceof Prediction.Denied denied
        && !denied.acl()
        && !denied.unmapped();
  }

  /**
   * Whether the deciding file was there before this pod, so that kubelet may have seen it; false
   * where that is not known.
   */
  public boolean olderThanPod() {
    FileStatus status = access.deciderStatus();
    Instant started = access.process().containerStarted();
    return status != null
        && started != null
        && (status.born() == null ? status.changed() : status.born()).isBefore(started);
  }

  /**
   * How sure the answer of POSIX is: less where an ACL, the mounts or the user namespace are not
   * known, any of which may have made the mode what it is, or where a server judges as well.
   */
  public Finding.Confidence confidence() {
    Component decider = access.denial().decider();
    if (ownerMayBeUnmapped() || MountModes.unchecked(access.mount())) {
      return Finding.Confidence.MEDIUM;
    }
    return decider == null
            || decider.acl() instanceof ExtendedAttribute.NotChecked
            || access.observed().mounts().isEmpty()
            || ServerRules.judge(access.deciderMount())
            || access.process().userNamespace() == null
        ? Finding.Confidence.HIGH
        : Finding.Confidence.CERTAIN;
  }

  /**
   * Whether the owner shown is the overflow id in a user namespace or on an idmapped mount, where
   * it stands for any id that is not mapped; not where the writer's record shows that the id is its
   * own.
   */
  public boolean ownerMayBeUnmapped() {
    UserNamespace here = access.process().userNamespace();
    FileStatus status = access.deciderStatus();
    return here != null
        && status != null
        && !Prediction.mapped(here, status, access.deciderMount())
        && !writtenWithThatId(here, status);
  }

  /** Whether a recording step with the same maps ran as the owner that is shown. */
  private boolean writtenWithThatId(UserNamespace here, FileStatus status) {
    return access.records().stream()
        .map(full -> full.record().process())
        .anyMatch(writer ->
            writer.userNamespace() != null
                && writer.userNamespace().uidMap().equals(here.uidMap())
                && writer.credentials() != null
                && writer.credentials().uid().filesystem() == status.uid());
  }

  /** The credentials of the recording processes that would be let in, where POSIX refuses us. */
  List<Credentials> letInAs() {
    return !access.predicted()
        ? List.of()
        : access.records().stream()
            .filter(this::letsIn)
            .map(record -> record.record().process().credentials())
            .filter(Objects::nonNull)
            .toList();
  }

  /** Whether the process of a record would have been let through, or nobody can say. */
  public boolean letsIn(RecordedEvidence.Look look) {
    Component decider = access.denial().decider();
    FileStatus status = access.deciderStatus();
    return decider == null
        || status == null
        || !(look instanceof RecordedEvidence.Full full)
        || !(Prediction.of(
                full.record().process(), status, decider.acl(), wanted(), access.deciderMount())
            instanceof Prediction.Denied);
  }

  /** A remedy by mode, with what else may refuse where a server judges too. */
  public String orServer(String remedy) {
    return ServerRules.and(remedy, access.deciderMount());
  }

  /** The command that gives everybody what was asked of the deciding file. */
  public String grantOthers() {
    Component decider = access.denial().decider();
    return Command.on(
        decider == null ? access.walk().path() : decider.path(),
        wanted() == Prediction.SEARCH ? "chmod o+x" : "chmod o+r");
  }

  /** The command that gives this process's class a permission on what denied it. */
  public String grant() {
    String permission = wanted() == Prediction.SEARCH ? "x" : "r";
    Component decider = access.denial().decider();
    @Nullable FileStatus status = access.deciderStatus();
    Credentials who = access.credentials();
    if (decider == null || status == null || who == null) {
      return "give it the permission " + permission;
    }
    if (who.uid().filesystem() == status.uid()) {
      return Command.on(decider.path(), "chmod u+" + permission);
    }
    String group = Command.on(decider.path(), "chmod g+" + permission);
    return who.inGroup(status.gid())
        ? group
        : "give it to a group that all tasks have (chgrp to the fsGroup; 0 on OpenShift) and "
            + group;
  }
}
