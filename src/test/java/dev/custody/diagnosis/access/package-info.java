/** Tests of what the causes of access look at. */
@NullMarked
package dev.custody.diagnosis.access;

import org.jspecify.annotations.NullMarked;
