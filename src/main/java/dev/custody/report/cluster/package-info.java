/** The records of a run held against what the cluster knows: suspects, settings, who wrote. */
@NullMarked
package dev.custody.report.cluster;

import org.jspecify.annotations.NullMarked;
