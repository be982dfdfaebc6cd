package dev.custody.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The id maps of the process's user namespace, user_namespaces(7).
 *
 * @param setgroups {@code allow} or {@code deny}; null where the file could not be read
 * @param overflowUid the uid under which unmapped owners appear, {@code /proc/sys/fs/overflowuid};
 *     null if unread
 * @param overflowGid the same for groups, {@code /proc/sys/fs/overflowgid}
 */
public record UserNamespace(
    List<IdRange> uidMap,
    List<IdRange> gidMap,
    @Nullable String setgroups,
    @Nullable Long overflowUid,
    @Nullable Long overflowGid) {
  private static final long ALL_IDS = 4294967295L;

  public UserNamespace {
    uidMap = List.copyOf(uidMap);
    gidMap = List.copyOf(gidMap);
  }

  /** Whether the maps are those of the initial namespace: every id is itself. */
  public boolean isIdentity() {
    List<IdRange> identity = List.of(new IdRange(0, 0, ALL_IDS));
    return uidMap.equals(identity) && gidMap.equals(identity);
  }
}
