package dev.custody.report.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the archive whose author is searched for.
 *
 * @param kind what was done
 * @param from the earliest moment it can have happened
 * @param until the latest; the same where the moment is known
 * @param possible the latest of all where the moment is a modification time, which touch and cp -p
 *     set: the change time (ctime); else {@code until}
 * @param digests of the image that was found afterwards, hexadecimal; a log that prints one proves
 * @param seenBy the task that found it done
 * @param label that was found afterwards; null where it is not what changed
 * @param ownPod the pod whose export is meant to write; null where no writing was meant
 */
public record WriteMoment(
    Kind kind,
    Instant from,
    Instant until,
    Instant possible,
    List<String> digests,
    String seenBy,
    @Nullable String label,
    @Nullable String ownPod) {
  public WriteMoment {
    digests = List.copyOf(digests);
  }

  /** What was done. */
  public enum Kind {
    REWRITTEN("rewrote the archive"),
    REPLACED("put another file in the archive's place"),
    REMOVED("removed the archive"),
    DAMAGED("left the archive damaged"),
    RELABELLED("changed the archive's label"),
    CHANGED("changed the archive's mode or owner");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** As the end of a sentence that begins with who did it. */
    public String words() {
      return words;
    }
  }

  /** The same change at any moment up to the latest possible one. */
  WriteMoment anyPossible() {
    return new WriteMoment(kind, from, possible, possible, digests, seenBy, label, ownPod);
  }

  /** Whether the moment is known, not only a span. */
  public boolean isExact() {
    return from.equals(until);
  }
}
