/**
 * How {@code target/custody} and the image are put together: compiled with the tests, run by the
 * build in phase package, and part of neither.
 */
@NullMarked
package dev.custody.build;

import org.jspecify.annotations.NullMarked;
