/** Tests of reading archives. */
@NullMarked
package dev.custody.oci.content;

import org.jspecify.annotations.NullMarked;
