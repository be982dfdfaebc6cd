/**
 * The vocabulary and the evidence of archives: descriptors, digests, platforms, problems. It uses
 * no other package.
 */
@NullMarked
package dev.custody.oci;

import org.jspecify.annotations.NullMarked;
