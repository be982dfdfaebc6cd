/**
 * The causes by which another file than the recorded one is looked at. They show in a denial as
 * well as in the content. Causes of the same group that only a denial shows (SYMLINK, REMOVED,
 * NOT_FOUND, …) are in {@code diagnosis.access}.
 */
@NullMarked
package dev.custody.diagnosis.place;

import org.jspecify.annotations.NullMarked;
