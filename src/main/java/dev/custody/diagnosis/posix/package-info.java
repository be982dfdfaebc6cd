/** What POSIX permits, as a prediction that is held against what happened. */
@NullMarked
package dev.custody.diagnosis.posix;

import org.jspecify.annotations.NullMarked;
