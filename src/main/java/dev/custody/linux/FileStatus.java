package dev.custody.linux;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lstat says of one file, inode(7).
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
    Instant changed) {}
