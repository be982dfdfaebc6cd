package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.SelinuxPolicy;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Mount;
import dev.custody.linux.SecurityLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SELinux labels of the process, of the files and of the mount, and whether they explain a
 * refusal.
 */
public record LabelEvidence(AccessEvidence access) {
  private static final Pattern CONTEXT = Pattern.compile("(?:fs|def|root)?context=\"?([^\"]+)\"?");

  /** Domains whose files the container policy names; another one has rules of its own. */
  private static final Set<String> CONTAINERS =
      Set.of(
          "container_t",
          "container_init_t",
          "container_kvm_t",
          "container_userns_t",
          "container_engine_t",
          "svirt_lxc_net_t");

  /** The label of this process where SELinux confines it; empty where it does not. */
  public Optional<SecurityLabel> own() {
    return SelinuxPolicy.confining(access.process().label());
  }

  /**
   * The label of this process where the labels of files decide: it was refused as SELinux does,
   * POSIX is not the reason, and the mount does not give one label to everything.
   */
  Optional<SecurityLabel> deciding() {
    return refused()
            && !(access.denial().prediction() instanceof Prediction.Denied)
            && ofMount().isEmpty()
        ? own()
        : Optional.empty();
  }

  /** Whether it was refused as SELinux does: with EACCES. EPERM comes from seccomp or a scanner. */
  boolean refused() {
    return access.denial().errno().equals("EACCES");
  }

  /** Whether the container policy says which files this process may read. */
  boolean ofContainer() {
    return own().map(label -> CONTAINERS.contains(label.type())).orElse(false);
  }

  /** The label of a file; empty where it is not known. */
  public static Optional<SecurityLabel> of(@Nullable Component component) {
    return SelinuxPolicy.of(component);
  }

  /** The label that a {@code context=} mount gives to everything on it. */
  public Optional<SecurityLabel> ofMount() {
    Mount mount = access.mount();
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

  /** Whether containers may read files of that type. */
  static boolean isOfContainers(SecurityLabel label) {
    return SelinuxPolicy.isOfContainers(label);
  }

  /** Whether a label that this process may not use lies at what was refused. */
  public boolean mayRefuse() {
    SecurityLabel own = own().orElse(null);
    if (own == null || !refused()) {
      return false;
    }
    SecurityLabel mounted = ofMount().orElse(null);
    if (mounted != null) {
      return !own.dominates(mounted);
    }
    return access.candidates().stream()
        .map(LabelEvidence::of)
        .flatMap(Optional::stream)
        .anyMatch(label -> !own.dominates(label) || !isOfContainers(label));
  }

  /**
   * Where both POSIX and the labels refuse: what SELinux would refuse next, once the mode is
   * corrected.
   */
  public List<String> refusesNext() {
    SecurityLabel own = own().orElse(null);
    List<String> next = new ArrayList<>();
    if (own != null && ofMount().isEmpty()) {
      for (Component component : access.candidates()) {
        of(component)
            .filter(label -> !own.dominates(label) || !isOfContainers(label))
            .ifPresent(label ->
                next.add(
                    "SELinux refuses it too, once the mode allows it: "
                        + component.path()
                        + " has label "
                        + label
                        + ", this process has "
                        + own));
      }
    }
    return next;
  }

  /**
   * Whether lstat itself was refused in a directory that this process may use: so is a symbolic
   * link of another level, and so is any file of a type it may not touch. The label is then not to
   * be had.
   */
  boolean hidden() {
    Denial denial = access.denial();
    SecurityLabel own = own().orElse(null);
    return own != null
        && denial.call() == Denial.Call.LSTAT
        && refused()
        && denial.againstPrediction()
        && of(denial.component()).isEmpty()
        && of(denial.directory())
            .map(label -> own.dominates(label) && isOfContainers(label))
            .orElse(false)
        && !access.volume().isOf("nfs", "fuse");
  }
}
