/** The places of blobs: a tar, a packed tar, a directory. */
@NullMarked
package dev.custody.oci.store;

import org.jspecify.annotations.NullMarked;
