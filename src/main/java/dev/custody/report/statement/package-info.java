/** Verdicts as statements that other programs sign and read. */
@NullMarked
package dev.custody.report.statement;

import org.jspecify.annotations.NullMarked;
