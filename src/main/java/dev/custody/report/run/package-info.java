/** The records of a run: collected, grouped, judged, and told as one document of plain data. */
@NullMarked
package dev.custody.report.run;

import org.jspecify.annotations.NullMarked;
