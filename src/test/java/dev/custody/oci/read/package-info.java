/** Tests of reading archives. */
@NullMarked
package dev.custody.oci.read;

import org.jspecify.annotations.NullMarked;
