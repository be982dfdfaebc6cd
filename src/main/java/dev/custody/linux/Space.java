package dev.custody.linux;

import org.jspecify.annotations.Nullable;

/**
 * The free space of a file system for an unprivileged process, statvfs(3).
 *
 * @param path the directory asked
 * @param availableBytes null when the call failed, then {@code errno} says how
 * @param availableInodes null when the call failed or the file system does not count inodes
 * @param errno why it could not be asked; null if it could
 */
public record Space(
    String path,
    @Nullable Long totalBytes,
    @Nullable Long availableBytes,
    @Nullable Long totalInodes,
    @Nullable Long availableInodes,
    @Nullable String errno) {}
