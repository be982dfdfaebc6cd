/** Where blobs lie: in a tar, in a packed tar, in a directory. */
@NullMarked
package dev.custody.oci.store;

import org.jspecify.annotations.NullMarked;
