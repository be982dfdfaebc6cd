/** Tests of what the kernel says, on captures, in memory and on the real system. */
@NullMarked
package dev.custody.linux;

import org.jspecify.annotations.NullMarked;
