/** Tests of reading archives. */
@NullMarked
package dev.custody.oci;

import org.jspecify.annotations.NullMarked;
