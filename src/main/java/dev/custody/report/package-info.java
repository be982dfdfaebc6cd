/** Renderings of records, findings and verdicts. */
@NullMarked
package dev.custody.report;

import org.jspecify.annotations.NullMarked;
