/** The façade, {@code ImageArchive}, and how a file, a directory and a tar are inspected. */
@NullMarked
package dev.custody.oci.inspect;

import org.jspecify.annotations.NullMarked;
