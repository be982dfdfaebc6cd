/**
 * The evidence from the kernel: process credentials, mounts, files and the outcome of every
 * attempt.
 */
@NullMarked
package dev.custody.linux;

import org.jspecify.annotations.NullMarked;
