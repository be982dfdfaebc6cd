package dev.custody.oci;

/**
 * One manifest of a selected index.
 *
 * @param missing how many of the blobs that it needs are not in the archive or, itself only, cannot
 *     be read
 */
public record Instance(Descriptor manifest, int missing) {}
