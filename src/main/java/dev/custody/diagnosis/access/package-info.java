/** The causes of a path that cannot be read, one class each, and what they look at. */
@NullMarked
package dev.custody.diagnosis.access;

import org.jspecify.annotations.NullMarked;
