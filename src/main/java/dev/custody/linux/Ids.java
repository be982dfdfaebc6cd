package dev.custody.linux;

/**
 * The four user or group ids of a process, credentials(7). Ids are unsigned 32-bit numbers (0 to
 * 4294967295).
 *
 * @param filesystem the id that decides access to files; equal to {@code effective} unless
 *     setfsuid(2) was used
 */
public record Ids(long real, long effective, long saved, long filesystem) {}
