package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the causes of access look at: the first path that was walked and how it failed.
 *
 * @param denial null if the path was read, or stopped at what is never opened
 */
record Access(
    ExecutionRecord observed,
    List<ExecutionRecord> records,
    PathWalk walk,
    @Nullable Denial denial) {
  private static final Pattern CONTEXT = Pattern.compile("(?:fs|def|root)?context=\"?([^\"]+)\"?");

  Access {
    records = List.copyOf(records);
  }

  /** Of the first path walked, or what was refused inside it; null if none was. */
  static @Nullable Access of(ExecutionRecord observed, List<ExecutionRecord> records) {
    if (observed.files().isEmpty() || observed.files().getFirst().components().isEmpty()) {
      return null;
    }
    PathWalk walk = observed.asked();
    return new Access(observed, records, walk, Denial.of(walk, observed.process()));
  }

  ProcessIdentity process() {
    return observed.process();
  }

  /** Whether POSIX alone already explains the denial. */
  boolean predicted() {
    return denial != null && denial.predicted();
  }

  @Nullable Credentials credentials() {
    return process().credentials();
  }

  /** Whether the process has a capability in its effective set; false where that is not known. */
  boolean has(String capability) {
    return process().capabilities() != null
        && process().capabilities().effective().contains(capability);
  }

  /** The mount that covers a component. */
  @Nullable Mount mount(@Nullable Component component) {
    if (component == null || component.mountId() == null) {
      return null;
    }
    int id = component.mountId();
    return observed.mounts().stream().filter(m -> m.id() == id).findFirst().orElse(null);
  }

  /** The mount on which the first failure lies. */
  @Nullable Mount mount() {
    return denial == null ? mount(walk.last()) : mount(denial.component());
  }

  /** Whether that mount's type begins with one of these. */
  boolean onType(String... beginnings) {
    Mount mount = mount();
    if (mount == null) {
      return false;
    }
    for (String beginning : beginnings) {
      if (mount.type().startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  boolean onNetwork() {
    return onType("nfs", "ceph", "fuse", "cifs", "smb", "glusterfs", "gpfs", "lustre", "9p");
  }

  /**
   * The topmost component on the mount of the failure: the volume's root directory as seen here.
   */
  @Nullable Component volumeRoot() {
    Mount mount = mount();
    if (mount == null) {
      return null;
    }
    return walk.components().stream()
        .filter(c -> c.path().equals(mount.mountPoint()))
        .findFirst()
        .orElse(null);
  }

  Optional<SecurityLabel> ownLabel() {
    return SecurityLabel.selinux(process().label());
  }

  static Optional<SecurityLabel> label(@Nullable Component component) {
    return component != null && component.label() instanceof ExtendedAttribute.Present(String text)
        ? SecurityLabel.selinux(text)
        : Optional.empty();
  }

  /** The label that a {@code context=} mount gives to everything on it. */
  Optional<SecurityLabel> mountLabel() {
    Mount mount = mount();
    if (mount == null) {
      return Optional.empty();
    }
    for (String option : mount.superOptions()) {
      Matcher context = CONTEXT.matcher(option);
      if (context.matches()) {
        return SecurityLabel.selinux(context.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * How sure the plain words of POSIX are: less where an ACL, the mounts or the user namespace are
   * not known, any of which may have made the mode what it is.
   */
  Finding.Confidence plainConfidence() {
    Component decider = denial == null ? null : denial.decider();
    return decider == null
            || decider.acl() instanceof ExtendedAttribute.NotChecked
            || observed.mounts().isEmpty()
            || process().userNamespace() == null
        ? Finding.Confidence.HIGH
        : Finding.Confidence.CERTAIN;
  }

  /** Whether the process of a record would have been let through, or nobody can say. */
  boolean letsIn(ExecutionRecord record) {
    Component decider = denial == null ? null : denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    return decider == null
        || status == null
        || !(Prediction.of(record.process(), status, decider.acl(), wanted())
            instanceof Prediction.Denied);
  }

  /** What was asked of the decider. */
  private int wanted() {
    return denial != null && denial.attempt().equals("lstat") ? Prediction.SEARCH : Prediction.READ;
  }

  /** The command that gives this process's class a permission on what denied it. */
  String grant() {
    String permission = wanted() == Prediction.SEARCH ? "x" : "r";
    Component decider = denial == null ? null : denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    Credentials who = credentials();
    if (decider == null || status == null || who == null) {
      return "give it the permission " + permission;
    }
    if (who.uid().filesystem() == status.uid()) {
      return "chmod u+" + permission + " " + decider.path();
    }
    String group = "chmod g+" + permission + " " + decider.path();
    return who.inGroup(status.gid())
        ? group
        : "chgrp it to a group that all tasks have (the fsGroup; 0 on OpenShift) and " + group;
  }

  /** Facts that every finding about a refusal shows: the attempt, the file, the process. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    if (denial == null) {
      return facts;
    }
    facts.add(denial.fact());
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    if (decider != null && status != null) {
      facts.add(Words.file(decider.path(), status));
    }
    if (credentials() != null) {
      facts.add(Words.who(credentials()));
    }
    return facts;
  }

  /** The facts, and more. */
  List<String> facts(String... more) {
    List<String> facts = facts();
    facts.addAll(List.of(more));
    return facts;
  }

  /** What excludes POSIX as the cause, for {@code ruledOut}. */
  List<String> posixRuledOut() {
    return denial != null && denial.prediction() instanceof Prediction.Allowed(String why)
        ? List.of("MODE_DENIES: " + why)
        : List.of();
  }

  static Finding cause(
      String id,
      Finding.Confidence confidence,
      String summary,
      List<String> evidence,
      List<String> ruledOut,
      String remedy,
      String confirm) {
    return new Finding(id, confidence, summary, evidence, ruledOut, remedy, confirm);
  }
}
