/** The causes that show in the archive and its file, one class each, and what they look at. */
@NullMarked
package dev.custody.diagnosis.content;

import org.jspecify.annotations.NullMarked;
