package dev.custody.linux;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity of this process, as {@code /proc/self} shows it. A component is null if its source
 * could not be read or has no such line; it was not checked then.
 *
 * @param umask four octal digits, {@code 0022}
 * @param seccomp {@code disabled}, {@code strict} or {@code filter}, proc_pid_status(5)
 * @param label the security label of {@code /proc/self/attr/current}; null when no security module
 *     answers
 * @param containerStarted when process 1 of our pid namespace started, which in a pod is when its
 *     containers did; null where it is not known
 * @param unknownFields lines of {@code status} this version does not know, kept as they stand
 */
public record ProcessIdentity(
    @Nullable Credentials credentials,
    @Nullable Capabilities capabilities,
    @Nullable Boolean noNewPrivileges,
    @Nullable String seccomp,
    @Nullable String umask,
    @Nullable String label,
    @Nullable UserNamespace userNamespace,
    @Nullable Instant containerStarted,
    Map<String, String> unknownFields) {
  public ProcessIdentity {
    unknownFields = Map.copyOf(unknownFields);
  }
}
