/** Tests of reading archives. */
@NullMarked
package dev.custody.oci.image;

import org.jspecify.annotations.NullMarked;
