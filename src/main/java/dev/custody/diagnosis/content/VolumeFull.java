package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.linux.Space;
import dev.custody.oci.Problem;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The volume of the archive has no room left; an export that meets this leaves a cut file. */
public final class VolumeFull implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.VOLUME_FULL;
  }

  /** Less than any manifest and config need. */
  private static final long LITTLE = 64 << 10;

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    Space volume = content.volume();
    if (volume == null || !isFull(volume)) {
      return null;
    }
    List<String> evidence = new ArrayList<>();
    addLeft(evidence, volume.path(), "bytes", volume.availableBytes(), volume.totalBytes());
    addLeft(evidence, volume.path(), "inodes", volume.availableInodes(), volume.totalInodes());
    boolean noInodes = hasNoInodes(volume);
    if (!noInodes) {
      evidence.add("root may use what the file system keeps back for it, which is not counted");
    }
    boolean cut = content.writer().leftItCut();
    if (cut) {
      content
          .problems(Problem.Kind.TRUNCATED, Problem.Kind.EMPTY_FILE)
          .forEach(p -> evidence.add(p.message()));
    }
    return new Finding(
        id(),
        cut ? Finding.Kind.CAUSE : Finding.Kind.WARNING,
        // It may have been filled after another writer had been killed.
        cut
            ? Finding.Confidence.HIGH
            : noInodes ? Finding.Confidence.CERTAIN : Finding.Confidence.MEDIUM,
        cut
            ? "the volume is full, and the archive on it is cut short"
            : "the volume of the archive is full: an export to a new file on it will be cut short",
        evidence,
        List.of(),
        "enlarge the claim or clean it; an export that keeps the old archive until the new one is"
            + " whole needs room for both",
        Command.on(volume.path(), "df") + " and " + Command.on(volume.path(), "df -i"));
  }

  private static void addLeft(
      List<String> evidence, String path, String what, @Nullable Long left, @Nullable Long of) {
    if (left != null) {
      evidence.add(path + " has " + left + (of == null ? "" : " of " + of) + " " + what + " left");
    }
  }

  /** Whether nothing of use can be written; false where it is not known. */
  static boolean isFull(@Nullable Space space) {
    // A file system that counts no blocks (FUSE, a tmpfs without a limit) is not full.
    boolean counted = space != null && space.totalBytes() != null && space.totalBytes() > 0;
    return space != null
        && counted
        && ((space.availableBytes() != null && space.availableBytes() < LITTLE)
            || hasNoInodes(space));
  }

  private static boolean hasNoInodes(Space space) {
    return space.availableInodes() != null
        && space.totalInodes() != null
        && space.totalInodes() > 0
        && space.availableInodes() == 0;
  }
}
