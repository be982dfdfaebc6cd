package dev.custody.diagnosis.access;

import dev.custody.diagnosis.facts.Command;
import dev.custody.diagnosis.facts.FactText;
import dev.custody.linux.Credentials;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same user with other groups than when it recorded: under the policy Merge each image's
 * /etc/group adds its own.
 */
public final class GroupsFromImage implements AccessCause {
  @Override
  public CauseId id() {
    return CauseId.GROUPS_FROM_IMAGE;
  }

  @Override
  public @Nullable Finding in(AccessEvidence access) {
    Credentials now = access.credentials();
    if (now == null) {
      return null;
    }
    for (Credentials then : access.mode().letInAs()) {
      if (then.uid().filesystem() == now.uid().filesystem()
          && !then.groups().equals(now.groups())) {
        return new Finding(
            id(),
            Finding.Confidence.MEDIUM,
            "same uid as when it was recorded, but different groups",
            FactText.both(then, now),
            List.of(),
            "put the gid into supplementalGroups or fsGroup, and set supplementalGroupsPolicy:"
                + " Strict",
            Command.of("id -G") + " in both steps; /etc/group of both images");
      }
    }
    return null;
  }
}
