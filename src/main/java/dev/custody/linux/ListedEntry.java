package dev.custody.linux;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One name of a directory; links are not followed.
 *
 * @param name below the listed directory, with slashes where it is deeper
 * @param mode the twelve permission bits (07777)
 * @param size bytes
 * @param linkTarget where a symbolic link leads, else null
 * @param label security label, where it can be read
 */
public record ListedEntry(
    String name,
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    Instant modified,
    @Nullable String linkTarget,
    @Nullable String label) {}
