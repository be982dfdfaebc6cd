package dev.custody.record;

import dev.custody.linux.FileStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A second look at the file of an archive that is cut short, to tell whether somebody writes it.
 *
 * @param at when
 * @param status what it was then; null where it could not be looked at
 * @param volumeClock the time that the volume gave to a file of ours made there; null where we may
 *     not write. A file server's clock need not be ours
 * @param writers the processes that have it open for writing, {@code 17 skopeo}, of those that this
 *     one can see; null where it can see none
 */
public record SecondLook(
    Instant at,
    @Nullable FileStatus status,
    @Nullable Instant volumeClock,
    @Nullable List<String> writers) {
  public SecondLook {
    writers = writers == null ? null : List.copyOf(writers);
  }
}
