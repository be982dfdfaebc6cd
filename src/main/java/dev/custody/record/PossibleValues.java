package dev.custody.record;

import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.IdRange;
import dev.custody.linux.Ids;
import dev.custody.oci.Descriptor;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers and times of a record can be. The published schema says so, and the reader
 * refuses everything else: a record may come from a volume that anybody can write.
 *
 * @param least inclusive
 * @param most inclusive
 */
public record PossibleValues(long least, long most) {
  /** The highest user or group id, credentials(7). */
  public static final long MAX_ID = 4294967295L;

  private static final Set<String> IDS = Set.of("uid", "gid", "overflowUid", "overflowGid");

  /** Of a component of a record: a number, or the numbers of a list. */
  public static PossibleValues of(Class<?> owner, String component) {
    if (owner == Ids.class
        || owner == IdRange.class
        || (owner == Credentials.class && component.equals("groups"))
        || IDS.contains(component)) {
      return new PossibleValues(0, MAX_ID);
    }
    // An inode number has 64 bits without a sign; a descriptor repeats what an archive claims;
    // seconds of a birth count from 1970.
    boolean any =
        owner == Descriptor.class || component.equals("inode") || component.equals("born");
    return new PossibleValues(any ? Long.MIN_VALUE : 0, Long.MAX_VALUE);
  }

  /** One clause about a value that cannot be; null for every other. */
  static @Nullable String impossible(Class<?> owner, String component, @Nullable Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream()
              .map(element -> impossible(owner, component, element))
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      case Instant time
          when time.isBefore(FileStatus.EARLIEST) || time.isAfter(FileStatus.LATEST) ->
          component + " is " + time + ", outside the years 0 to 9999";
      case Long number -> of(owner, component).judge(component, number);
      case Integer number -> of(owner, component).judge(component, number);
      case null, default -> null;
    };
  }

  private @Nullable String judge(String component, long number) {
    return number >= least && number <= most
        ? null
        : component
            + " is "
            + number
            + (most == MAX_ID ? ", and ids are 0 to " + MAX_ID : ", below 0");
  }
}
