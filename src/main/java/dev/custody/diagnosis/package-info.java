/** The catalogue of causes: evidence in, findings out. Pure functions, no I/O. */
@NullMarked
package dev.custody.diagnosis;

import org.jspecify.annotations.NullMarked;
