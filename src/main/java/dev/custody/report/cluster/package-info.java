/** The records of a run compared with what the cluster knows: suspects, settings, who wrote. */
@NullMarked
package dev.custody.report.cluster;

import org.jspecify.annotations.NullMarked;
