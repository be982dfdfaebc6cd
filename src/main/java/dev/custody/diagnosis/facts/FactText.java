package dev.custody.diagnosis.facts;

import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.UserNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Numbers and ids as findings write them. */
public final class FactText {
  private FactText() {}

  public static String octal(int mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }

  public static String permissions(int bits) {
    return ((bits & 4) == 0 ? "-" : "r")
        + ((bits & 2) == 0 ? "-" : "w")
        + ((bits & 1) == 0 ? "-" : "x");
  }

  /** A length of time in one unit: {@code 4.2 s}, {@code 69 s}, {@code 30 h}. */
  public static String length(Duration gap) {
    long seconds = gap.toSeconds();
    if (seconds < 1) {
      return gap.toMillis() + " ms";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", gap.toMillis() / 1000.0);
    }
    return seconds < 600
        ? seconds + " s"
        : seconds < 7200
            ? gap.toMinutes() + " min"
            : seconds < 172_800 ? gap.toHours() + " h" : gap.toDays() + " days";
  }

  public static String who(Credentials who) {
    return "process uid "
        + who.uid().filesystem()
        + " gid "
        + who.gid().filesystem()
        + " groups "
        + (who.groups().isEmpty()
            ? "none"
            : who.groups().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The process that recorded and the one that observed. */
  public static List<String> both(Credentials recorded, Credentials observed) {
    return List.of("recorded " + who(recorded), "observed " + who(observed));
  }

  public static String file(String path, FileStatus file) {
    return path + ": mode " + octal(file.mode()) + " uid " + file.uid() + " gid " + file.gid();
  }

  public static String ranges(@Nullable UserNamespace namespace, boolean users) {
    return namespace == null
        ? "not checked"
        : (users ? namespace.uidMap() : namespace.gidMap())
            .stream()
                .map(r -> r.inside() + " " + r.outside() + " " + r.count())
                .collect(Collectors.joining("; "));
  }

  public static String attribute(ExtendedAttribute attribute) {
    return switch (attribute) {
      case ExtendedAttribute.Present present -> present.value();
      case ExtendedAttribute.Absent absent -> "none (" + absent.errno() + ")";
      case ExtendedAttribute.Refused refused -> "refused (" + refused.errno() + ")";
      case ExtendedAttribute.NotChecked not -> "not checked (" + not.reason() + ")";
    };
  }

  public static String mount(@Nullable Mount mount) {
    return mount == null
        ? "not checked"
        : mount.type() + " " + mount.source() + " on " + mount.mountPoint();
  }
}
