/** The list of every text that a person meets, and the wordings that may not come back. */
@org.jspecify.annotations.NullMarked
package dev.custody.texts;
