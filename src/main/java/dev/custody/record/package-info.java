/** The evidence as plain data, its collection, and its JSON form. */
@NullMarked
package dev.custody.record;

import org.jspecify.annotations.NullMarked;
