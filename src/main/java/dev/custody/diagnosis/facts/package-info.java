/** Ids, files and mounts in the words of an evidence line. */
@NullMarked
package dev.custody.diagnosis.facts;

import org.jspecify.annotations.NullMarked;
