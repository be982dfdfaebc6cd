package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.facts.MountPair;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.SecurityLabel;
import dev.custody.linux.UserNamespace;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.VolumeRoot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the causes of access look at: a path that was walked, how it failed, and what earlier steps
 * recorded.
 *
 * @param looks what was recorded; may be empty
 * @param walk of the path asked about, or of what was refused inside it
 */
public record AccessEvidence(
    ExecutionRecord observed, List<RecordedEvidence.Look> looks, PathWalk walk, Denial denial) {
  private static final Pattern CONTEXT = Pattern.compile("(?:fs|def|root)?context=\"?([^\"]+)\"?");

  public AccessEvidence {
    looks = List.copyOf(looks);
  }

  /** Null if the path was read, or stopped at what is never opened. */
  public static @Nullable AccessEvidence of(
      ExecutionRecord observed, List<RecordedEvidence.Look> looks) {
    PathWalk walk = observed.archive().decidingWalk();
    Denial denial = Denial.of(walk, observed.process());
    return denial == null ? null : new AccessEvidence(observed, looks, walk, denial);
  }

  /** The full records among what was recorded. */
  public List<RecordedEvidence.Full> records() {
    return looks.stream()
        .filter(RecordedEvidence.Full.class::isInstance)
        .map(RecordedEvidence.Full.class::cast)
        .toList();
  }

  /** The first look; null where nothing was recorded. */
  public RecordedEvidence.@Nullable Look recorded() {
    return looks.isEmpty() ? null : looks.getFirst();
  }

  /**
   * Whether the recorded file has another name than the one asked for; volumes may be mounted at
   * other paths in each task, so only the last name is compared.
   */
  public boolean namesOtherFile() {
    RecordedEvidence.Look recorded = recorded();
    String then = recorded == null ? null : recorded.fileName();
    String path = observed.archive().walk().path();
    return then != null && !then.equals(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Whether the fingerprints of the volumes are known, and are two. */
  public boolean otherVolume() {
    VolumeRoot then = recorded() == null ? null : recorded().volumeRoot();
    VolumeRoot now = observed.volumeRoot();
    return then != null && now != null && then.differsFrom(now);
  }

  /** Whether the path holds a variable that Tekton did not replace. */
  public boolean unresolved() {
    return walk.path().contains("$(");
  }

  /** Whether what was refused is itself the root of a mount. */
  public boolean isMountPoint() {
    Mount mount = mount();
    return mount != null && mount.mountPoint().equals(denial.component().path());
  }

  /** The last symbolic link on the way, other than those of proc; null if there is none. */
  public @Nullable Component link() {
    return walk.components().stream()
        .filter(c -> c.linkTarget() != null && !c.path().startsWith("/proc/"))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /**
   * The mounts of the failure and of the recorded archive; null where the walk did not come as far
   * as the recorded mount, or where no record is of this boot.
   */
  public @Nullable MountPair mounts() {
    Mount now = mount();
    String boot = observed.step().bootId();
    if (now == null || boot == null) {
      return null;
    }
    Path failed = Path.of(denial.component().path());
    for (RecordedEvidence.Full record : records()) {
      Mount then = boot.equals(record.step().bootId()) ? record.mount() : null;
      if (then != null && failed.startsWith(then.mountPoint())) {
        return new MountPair(then, now);
      }
    }
    return null;
  }

  public ProcessIdentity process() {
    return observed.process();
  }

  /** The status of the file whose permissions decide; null where it is not known. */
  public @Nullable FileStatus deciderStatus() {
    return denial.decider() == null ? null : denial.decider().status();
  }

  /**
   * Whether the deciding file was there before this pod, so that kubelet may have seen it; false
   * where that is not known.
   */
  public boolean olderThanPod() {
    FileStatus status = deciderStatus();
    Instant started = process().containerStarted();
    return status != null
        && started != null
        && (status.born() == null ? status.changed() : status.born()).isBefore(started);
  }

  /** Whether the volume is a directory of the node's own disk, on which the pod's files lie too. */
  public boolean onNodeDisk() {
    Mount mount = mount();
    return mount != null
        && observed.mounts().stream()
            .anyMatch(other ->
                other.device().equals(mount.device())
                    && (other.mountPoint().equals("/etc/hosts")
                        || other.mountPoint().equals("/dev/termination-log")));
  }

  /** Whether the volume lives and dies with the pod: an emptyDir or a tmpfs. */
  public boolean onEmptyDir() {
    Mount mount = mount();
    return mount != null
        && (mount.type().equals("tmpfs") || mount.root().contains("kubernetes.io~empty-dir"));
  }

  /** Whether the group bits of the deciding file give its group what was asked. */
  public boolean groupMay() {
    FileStatus status = deciderStatus();
    return status != null && (status.mode() >> 3 & wanted()) == wanted();
  }

  /** Whether chmod would change what the kernel looks at: not where the mount makes modes up. */
  public boolean modesAreReal() {
    return !MountModes.forced(mount()) && !MountModes.perhapsMadeUp(mount(), deciderStatus());
  }

  /** Whether a security label that this process may not use lies at what was refused. */
  public boolean selinuxMayRefuse() {
    SecurityLabel own = ownLabel().orElse(null);
    if (own == null) {
      return false;
    }
    if (mountLabel().isPresent()) {
      return !own.dominates(mountLabel().get());
    }
    return candidates().stream()
        .map(AccessEvidence::label)
        .flatMap(Optional::stream)
        .anyMatch(label -> !own.dominates(label) || !SelinuxType.ofContainers(label));
  }

  /** What may have refused: of a failed lstat the directory too, since below it all is refused. */
  public List<Component> candidates() {
    Component directory = denial.directory();
    return denial.attempt().equals("lstat") && directory != null
        ? List.of(denial.component(), directory)
        : List.of(denial.component());
  }

  /** Whether POSIX alone already explains the denial. */
  public boolean predicted() {
    return denial.predicted();
  }

  public @Nullable Credentials credentials() {
    return process().credentials();
  }

  /** Whether the process has a capability in its effective set; false where that is not known. */
  public boolean has(String capability) {
    return process().capabilities() != null
        && process().capabilities().effective().contains(capability);
  }

  /** The mount on which the first failure lies. */
  public @Nullable Mount mount() {
    return observed.mount(denial.component());
  }

  /** Whether that mount's type begins with one of these. */
  public boolean onType(String... beginnings) {
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

  public boolean onNetwork() {
    return onType("nfs", "ceph", "fuse", "cifs", "smb", "glusterfs", "gpfs", "lustre", "9p");
  }

  /**
   * The topmost component on the mount of the failure: the volume's root directory as seen here.
   */
  public @Nullable Component volumeRoot() {
    Mount mount = mount();
    if (mount == null) {
      return null;
    }
    return walk.components().stream()
        .filter(c -> c.path().equals(mount.mountPoint()))
        .findFirst()
        .orElse(null);
  }

  public Optional<SecurityLabel> ownLabel() {
    return SecurityLabel.selinux(process().label());
  }

  public static Optional<SecurityLabel> label(@Nullable Component component) {
    return component != null && component.label() instanceof ExtendedAttribute.Present(String text)
        ? SecurityLabel.selinux(text)
        : Optional.empty();
  }

  /** The label that a {@code context=} mount gives to everything on it. */
  public Optional<SecurityLabel> mountLabel() {
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
  public Finding.Confidence plainConfidence() {
    Component decider = denial.decider();
    if (ownerMayBeUnmapped() || uncheckedFuse()) {
      return Finding.Confidence.MEDIUM;
    }
    return decider == null
            || decider.acl() instanceof ExtendedAttribute.NotChecked
            || observed.mounts().isEmpty()
            || process().userNamespace() == null
        ? Finding.Confidence.HIGH
        : Finding.Confidence.CERTAIN;
  }

  /** A FUSE file system whose daemon decides, not the kernel by the mode. */
  private boolean uncheckedFuse() {
    Mount mount = mount();
    return mount != null
        && mount.type().startsWith("fuse")
        && !mount.type().equals("fuseblk")
        && !mount.superOptions().contains("default_permissions");
  }

  /**
   * Whether the owner shown is the overflow id in a user namespace, which stands for any id that is
   * not mapped; not where the writer's record shows that the id is its own.
   */
  public boolean ownerMayBeUnmapped() {
    UserNamespace here = process().userNamespace();
    FileStatus status = deciderStatus();
    return here != null
        && status != null
        && !here.isIdentity()
        && !Prediction.mapped(here, status)
        && !writtenWithThatId(here, status);
  }

  /** Whether a recording step with the same maps ran as the owner that is shown. */
  private boolean writtenWithThatId(UserNamespace here, FileStatus status) {
    return records().stream()
        .map(full -> full.record().process())
        .anyMatch(writer ->
            writer.userNamespace() != null
                && writer.userNamespace().uidMap().equals(here.uidMap())
                && writer.credentials() != null
                && writer.credentials().uid().filesystem() == status.uid());
  }

  /** Whether the process of a record would have been let through, or nobody can say. */
  public boolean letsIn(RecordedEvidence.Look look) {
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    return decider == null
        || status == null
        || !(look instanceof RecordedEvidence.Full full)
        || !(Prediction.of(full.record().process(), status, decider.acl(), wanted())
            instanceof Prediction.Denied);
  }

  /** What was asked of the decider. */
  public int wanted() {
    return denial.attempt().equals("lstat") ? Prediction.SEARCH : Prediction.READ;
  }

  /** The command that gives this process's class a permission on what denied it. */
  public String grant() {
    String permission = wanted() == Prediction.SEARCH ? "x" : "r";
    Component decider = denial.decider();
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

  /** Where POSIX refuses and the labels would too: what comes next once the mode is mended. */
  public List<String> selinuxNext() {
    SecurityLabel own = ownLabel().orElse(null);
    List<String> next = new ArrayList<>();
    if (own != null && mountLabel().isEmpty()) {
      for (Component component : candidates()) {
        label(component)
            .filter(label -> !own.dominates(label) || !SelinuxType.ofContainers(label))
            .ifPresent(label ->
                next.add(
                    "SELinux would refuse next: "
                        + component.path()
                        + " has label "
                        + label
                        + ", this process "
                        + own));
      }
    }
    return next;
  }

  /** Facts that every finding about a refusal shows: the attempt, the file, the process. */
  public List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(denial.fact());
    Component decider = denial.decider();
    FileStatus status = decider == null ? null : decider.status();
    if (decider != null && status != null) {
      facts.add(FactText.file(decider.path(), status));
    }
    if (credentials() != null) {
      facts.add(FactText.who(credentials()));
    }
    return facts;
  }

  /** The facts, and more. */
  public List<String> facts(String... more) {
    List<String> facts = facts();
    facts.addAll(List.of(more));
    return facts;
  }

  /** What excludes POSIX as the cause, for {@code ruledOut}. */
  public List<String> posixRuledOut() {
    return denial.prediction() instanceof Prediction.Allowed(String why)
        ? List.of("MODE_DENIES: " + why)
        : List.of();
  }
}
