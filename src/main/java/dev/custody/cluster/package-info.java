/** What kubectl dumped of a cluster, as evidence: who ran where, as whom, on which volume. */
@NullMarked
package dev.custody.cluster;

import org.jspecify.annotations.NullMarked;
