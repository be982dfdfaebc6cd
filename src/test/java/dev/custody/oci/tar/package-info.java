/** Tests of reading archives. */
@NullMarked
package dev.custody.oci.tar;

import org.jspecify.annotations.NullMarked;
