package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * Which step of which run this is, from variables that the task sets; what it did not set is null.
 *
 * @param step name of the step in its task
 * @param retry the task's retry count, from 0
 * @param scc OpenShift's security context constraints that admitted the pod
 * @param bootId {@code /proc/sys/kernel/random/boot_id}: the same on the same node and boot
 * @param kernel its release, as {@code uname -r} prints it
 */
public record Step(
    @Nullable String pipelineRun,
    @Nullable String pipelineRunUid,
    @Nullable String pipelineTask,
    @Nullable String taskRun,
    @Nullable String taskRunUid,
    @JsonUnwrapped PodIdentity pod,
    @Nullable String step,
    @Nullable String retry,
    @Nullable String scc,
    @Nullable String bootId,
    @Nullable String kernel) {}
