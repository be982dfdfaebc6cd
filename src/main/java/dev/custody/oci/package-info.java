/**
 * What the archive says: descriptors, manifests, digests and every problem found while reading
 * them.
 */
@NullMarked
package dev.custody.oci;

import org.jspecify.annotations.NullMarked;
