package dev.custody.oci;

import org.jspecify.annotations.Nullable;

/**
 * An ARCHIVE argument: a path, with or without skopeo's prefix and image name
 * (containers-transports(5)).
 *
 * @param format what the prefix promises; null without a prefix, then the file decides
 * @param path as written, unresolved
 * @param image reference name after the path; null if none was given
 * @param sourceIndex the N of {@code oci:DIR:@N}; null if none was given
 */
public record ArchiveReference(
    ArchiveEvidence.@Nullable Format format,
    String path,
    @Nullable String image,
    @Nullable Integer sourceIndex) {}
