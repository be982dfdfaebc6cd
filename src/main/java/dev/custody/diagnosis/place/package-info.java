/**
 * The causes by which another file than the recorded one is looked at. They show in a denial as
 * well as in the content.
 */
@NullMarked
package dev.custody.diagnosis.place;

import org.jspecify.annotations.NullMarked;
