/** What POSIX permits, as a prediction to compare with what happened. */
@NullMarked
package dev.custody.diagnosis.posix;

import org.jspecify.annotations.NullMarked;
