/** The walk over a tar: entries with their offsets, and what an extraction would leave. */
@NullMarked
package dev.custody.oci.tar;

import org.jspecify.annotations.NullMarked;
