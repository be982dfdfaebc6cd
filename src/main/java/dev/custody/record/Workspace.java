package dev.custody.record;

import dev.custody.linux.Space;
import org.jspecify.annotations.Nullable;

/**
 * What lies around the archive.
 *
 * @param space left where the archive is; null if it was not asked
 */
public record Workspace(@Nullable Space space) {}
