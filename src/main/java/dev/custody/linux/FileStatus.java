package dev.custody.linux;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one file, as lstat returns them; inode(7).
 *
 * @param mode the twelve permission bits (07777)
 * @param size bytes
 * @param device major:minor of the file system
 * @param born creation time where the file system keeps one, else null
 * @param changed last change of the inode: content, mode, owner, label, links
 */
public record FileStatus(
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    String device,
    long inode,
    int links,
    @Nullable Instant born,
    Instant modified,
    Instant changed) {
  /** The first time whose year has four digits (RFC 3339); an earlier one is kept as this. */
  public static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  /** The last such time; a later one is kept as this. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
}
