/** Tests of what the causes of content look at. */
@NullMarked
package dev.custody.diagnosis.content;

import org.jspecify.annotations.NullMarked;
