/** The JSON Schemas that {@code custody schema} prints, generated from the Java types. */
@NullMarked
package dev.custody.schema;

import org.jspecify.annotations.NullMarked;
