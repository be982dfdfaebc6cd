/** Holds tekton-tasks to Tekton's schemas and rules, and runs it without a cluster. */
@NullMarked
package dev.custody.tekton;

import org.jspecify.annotations.NullMarked;
