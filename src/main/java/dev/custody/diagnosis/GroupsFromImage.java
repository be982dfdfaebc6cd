package dev.custody.diagnosis;

import dev.custody.linux.Credentials;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same user with other groups than when it recorded: under the policy Merge each image's
 * /etc/group adds its own.
 */
final class GroupsFromImage implements AccessCause {
  @Override
  public String id() {
    return "GROUPS_FROM_IMAGE";
  }

  @Override
  public @Nullable Finding in(Access access) {
    Credentials now = access.credentials();
    if (now == null || !access.predicted()) {
      return null;
    }
    for (ExecutionRecord record : access.records()) {
      Credentials then = record.process().credentials();
      if (then != null
          && access.letsIn(record)
          && then.uid().filesystem() == now.uid().filesystem()
          && !then.groups().equals(now.groups())) {
        return Access.cause(
            id(),
            Finding.Confidence.MEDIUM,
            "the same uid, but other groups than when it was recorded",
            List.of("recorded " + Words.who(then), "observed " + Words.who(now)),
            List.of(),
            "put the gid into supplementalGroups or fsGroup, and set supplementalGroupsPolicy: Strict",
            "id -G in both steps; /etc/group of both images");
      }
    }
    return null;
  }
}
