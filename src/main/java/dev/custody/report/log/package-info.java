/** Logs of steps: whose line it is, the failure lines of image tools, the digests they print. */
@NullMarked
package dev.custody.report.log;

import org.jspecify.annotations.NullMarked;
