package dev.custody.diagnosis.access;

import dev.custody.diagnosis.posix.Prediction;
import dev.custody.linux.Component;
import dev.custody.linux.Errno;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.record.ExecutionRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The first attempt of a walk that failed, and what POSIX predicts for it.
 *
 * @param component where it failed
 * @param directory the directory that was searched for it; null for {@code /}
 * @param decider the file whose permissions decide: the directory for lstat, else the component
 * @param prediction of the decider; {@link Prediction.CannotTell} where its status is not known
 */
public record Denial(
    Component component,
    @Nullable Component directory,
    Call call,
    String errno,
    @Nullable Component decider,
    Prediction prediction) {

  /** The calls of a walk, in their order. */
  public enum Call {
    /** To look up a name, which the directory permits. */
    LSTAT,
    OPEN,
    READ
  }

  /** The failure of a walk; null if it could be read, or was stopped by what it is (a FIFO). */
  public static @Nullable Denial of(PathWalk walk, ExecutionRecord seen) {
    if (walk.components().isEmpty()) {
      return null;
    }
    Component last = walk.last();
    Component directory = directoryOf(walk);
    if (last.lstat() instanceof Outcome.Failed failed) {
      return denial(last, directory, Call.LSTAT, failed, directory, seen);
    }
    if (last.open() instanceof Outcome.Failed failed) {
      return denial(last, directory, Call.OPEN, failed, last, seen);
    }
    return last.read() instanceof Outcome.Failed failed
        ? denial(last, directory, Call.READ, failed, last, seen)
        : null;
  }

  private static Denial denial(
      Component component,
      @Nullable Component directory,
      Call call,
      Outcome.Failed failed,
      @Nullable Component decider,
      ExecutionRecord seen) {
    FileStatus status = decider == null ? null : decider.status();
    Prediction prediction =
        decider == null || status == null
            ? new Prediction.CannotTell("the file's owner and mode")
            : Prediction.of(
                seen.process(), status, decider.acl(), wanted(call), seen.mount(decider));
    return new Denial(component, directory, call, failed.errno(), decider, prediction);
  }

  /** What the decider must permit, of {@link Prediction}'s bits. */
  public int wanted() {
    return wanted(call);
  }

  private static int wanted(Call call) {
    return call == Call.LSTAT ? Prediction.SEARCH : Prediction.READ;
  }

  /** The directory in which the last component was looked up. */
  private static @Nullable Component directoryOf(PathWalk walk) {
    String path = walk.last().path();
    String parent = path.lastIndexOf('/') <= 0 ? "/" : path.substring(0, path.lastIndexOf('/'));
    for (Component component : walk.components().reversed()) {
      FileStatus status = component.status();
      if (component.path().equals(parent)
          && status != null
          && status.type() == FileType.DIRECTORY
          && !component.path().equals(path)) {
        return component;
      }
    }
    return null;
  }

  /** Whether the kernel said EACCES or EPERM: a refusal, not an absence. */
  public boolean refused() {
    return Errno.isRefusal(errno);
  }

  /** Whether POSIX explains it. */
  public boolean predicted() {
    return refused() && prediction instanceof Prediction.Denied;
  }

  /** Whether something other than POSIX permissions refused the file itself. */
  public boolean againstPrediction() {
    return refused() && prediction instanceof Prediction.Allowed && !byLink();
  }

  /** Whether only the symbolic link on the way was refused: the file opens by its own path. */
  public boolean byLink() {
    return component.open() instanceof Outcome.Failed failed
        && Boolean.TRUE.equals(failed.opensWithoutLinks());
  }

  /** {@code open /workspace/source/image.tar: permission denied (EACCES)}. */
  public String fact() {
    return call.name().toLowerCase(Locale.ROOT)
        + " "
        + component.path()
        + ": "
        + Errno.words(errno);
  }
}
