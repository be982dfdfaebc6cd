package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.FactText;
import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.ArrayList;
import java.util.List;
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
  public AccessEvidence {
    looks = List.copyOf(looks);
  }

  /** Null if the path was read, or stopped at what is never opened. */
  public static @Nullable AccessEvidence of(
      ExecutionRecord observed, List<RecordedEvidence.Look> looks) {
    PathWalk walk = observed.archive().decidingWalk();
    Denial denial = Denial.of(walk, observed);
    return denial == null ? null : new AccessEvidence(observed, looks, walk, denial);
  }

  /** The volume on which it failed, and the recorded one. */
  public VolumeEvidence volume() {
    return new VolumeEvidence(this);
  }

  /** The labels of SELinux. */
  public LabelEvidence labels() {
    return new LabelEvidence(this);
  }

  /** The mode and owner that decide, and how far they can be trusted. */
  public ModeEvidence mode() {
    return new ModeEvidence(this);
  }

  /** The full records among what was recorded. */
  public List<RecordedEvidence.Full> records() {
    return looks.stream()
        .filter(RecordedEvidence.Full.class::isInstance)
        .map(RecordedEvidence.Full.class::cast)
        .toList();
  }

  /** The first look; null where nothing was recorded. */
  public RecordedEvidence.@Nullable Look baseline() {
    return looks.isEmpty() ? null : looks.getFirst();
  }

  /** Whether the recorded file has another name than the one asked for. */
  public boolean namesOtherFile() {
    RecordedEvidence.Look recorded = baseline();
    return recorded != null && recorded.isOfAnotherNameThan(observed.archive().walk().path());
  }

  /** Whether the path holds a variable that Tekton did not replace. */
  public boolean unresolved() {
    return walk.path().contains("$(");
  }

  /** The last symbolic link on the way, other than those of proc; null if there is none. */
  public @Nullable Component link() {
    return walk.components().stream()
        .filter(c -> c.linkTarget() != null && !c.path().startsWith("/proc/"))
        .reduce((first, second) -> second)
        .orElse(null);
  }

  public ProcessIdentity process() {
    return observed.process();
  }

  public @Nullable Credentials credentials() {
    return process().credentials();
  }

  /** The status of the file whose permissions decide; null where it is not known. */
  public @Nullable FileStatus deciderStatus() {
    return denial.decider() == null ? null : denial.decider().status();
  }

  /** The components that can be the reason: after a failed lstat also the directory. */
  public List<Component> candidates() {
    Component directory = denial.directory();
    return denial.call() == Denial.Call.LSTAT && directory != null
        ? List.of(denial.component(), directory)
        : List.of(denial.component());
  }

  /** Whether POSIX alone already explains the denial. */
  public boolean predicted() {
    return denial.predicted();
  }

  /** The mount on which the first failure lies. */
  public @Nullable Mount mount() {
    return observed.mount(denial.component());
  }

  /** The mount of the file whose permissions decide. */
  public @Nullable Mount deciderMount() {
    return observed.mount(denial.decider());
  }

  /** Facts that every finding about a refusal shows: the attempt, the file, the process. */
  public List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(denial.fact());
    Component decider = denial.decider();
    FileStatus status = deciderStatus();
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
  public List<RuledOut> posixRuledOut() {
    return denial.prediction() instanceof Prediction.Allowed(String why)
        ? List.of(RuledOut.of(CauseId.MODE_DENIES, why))
        : List.of();
  }
}
