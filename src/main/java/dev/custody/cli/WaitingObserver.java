package dev.custody.cli;

import dev.custody.diagnosis.Diagnosis;
import dev.custody.diagnosis.DiagnosisInput;
import dev.custody.linux.FileStatus;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observes and diagnoses, and again only while the cause is one that time can cure. A permission
 * never changes by waiting, so any other cause ends the waiting at once.
 */
final class WaitingObserver {
  /**
   * The pause between two observations: short enough to go on soon, long enough not to load a
   * network volume.
   */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Supplier<ExecutionRecord> look;
  private final List<RecordedEvidence> recorded;
  private final @Nullable Long nextUid;
  private final Consumer<String> say;

  /**
   * @param look one observation
   * @param nextUid the uid of the step this one speaks for; null if that is not known
   * @param say gets each thing once that a person waiting wants to know
   */
  WaitingObserver(
      Supplier<ExecutionRecord> look,
      List<RecordedEvidence> recorded,
      @Nullable Long nextUid,
      Consumer<String> say) {
    this.look = look;
    this.recorded = recorded;
    this.nextUid = nextUid;
    this.say = say;
  }

  /**
   * The last look, with its findings; waits at most that long, or not at all without a duration.
   */
  ExecutionRecord observe(@Nullable Duration patience) {
    long began = System.nanoTime();
    ExecutionRecord record = look.get();
    Diagnosis.Result result = diagnose(record);
    if (patience == null) {
      return record.diagnosed(result.findings(), result.notDone());
    }
    int attempts = 1;
    List<String> changes = new ArrayList<>();
    String said = "";
    while (result.curable()) {
      String cause = result.findings().getFirst().summary();
      if (!cause.equals(said)) {
        say.accept("waiting up to " + words(patience) + ": " + cause);
        said = cause;
      }
      Duration left = patience.minus(Duration.ofNanos(System.nanoTime() - began));
      if (!left.isPositive() || !pause(left.compareTo(PAUSE) < 0 ? left : PAUSE)) {
        break;
      }
      ExecutionRecord next = look.get();
      String change = change(record, next);
      if (change != null) {
        changes.add(change);
      }
      record = next;
      attempts++;
      result = diagnose(record);
    }
    Waiting waiting =
        new Waiting(attempts, (System.nanoTime() - began) / 1_000_000, condensed(changes));
    ExecutionRecord waited = record.after(waiting);
    Diagnosis.Result last = diagnose(waited);
    return waited.diagnosed(last.findings(), last.notDone());
  }

  /** Returns a duration as Go prints it: {@code 1m30s}. */
  private static String words(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private Diagnosis.Result diagnose(ExecutionRecord record) {
    DiagnosisInput c = new DiagnosisInput(record, recorded);
    return nextUid == null ? Diagnosis.of(c) : Diagnosis.of(c, nextUid);
  }

  private static boolean pause(Duration duration) {
    try {
      Thread.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static @Nullable String change(ExecutionRecord before, ExecutionRecord after) {
    FileStatus then = before.archive().walk().last().status();
    FileStatus now = after.archive().walk().last().status();
    boolean reached = before.archive().walk().resolved() != null;
    boolean reaches = after.archive().walk().resolved() != null;
    if (reached != reaches) {
      return reaches ? "the path appeared" : "the path disappeared";
    }
    if (then == null || now == null || !reaches || Objects.equals(then, now)) {
      return null;
    }
    if (then.inode() != now.inode()) {
      return "the file was replaced (inode " + then.inode() + ", then " + now.inode() + ")";
    }
    return then.size() == now.size()
        ? "times changed at size " + now.size()
        : "size " + then.size() + " to " + now.size() + " bytes";
  }

  /** The first changes and the last one: a slow export changes its size hundreds of times. */
  private static List<String> condensed(List<String> changes) {
    int shown = 10;
    if (changes.size() <= shown) {
      return changes;
    }
    List<String> some = new ArrayList<>(changes.subList(0, shown - 1));
    some.add("… " + (changes.size() - shown) + " more …");
    some.add(changes.getLast());
    return some;
  }
}
