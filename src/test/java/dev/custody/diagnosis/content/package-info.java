@NullMarked
package dev.custody.diagnosis.content;

import org.jspecify.annotations.NullMarked;
