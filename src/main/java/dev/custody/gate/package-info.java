/** The comparison of recorded and observed evidence. Pure functions, no I/O. */
@NullMarked
package dev.custody.gate;

import org.jspecify.annotations.NullMarked;
