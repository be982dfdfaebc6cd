/** The causes of a file that cannot be written, one class each. */
@NullMarked
package dev.custody.diagnosis.write;

import org.jspecify.annotations.NullMarked;
