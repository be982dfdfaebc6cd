/**
 * The commands, exit codes, and the only place that touches standard streams and the environment.
 */
@NullMarked
package dev.custody.cli;

import org.jspecify.annotations.NullMarked;
