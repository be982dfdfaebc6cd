package dev.custody.diagnosis.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkEvidenceTest {
  private static final ExtendedAttribute NONE = new ExtendedAttribute.NotChecked("not asked");

  private static Component component(String path, @Nullable String target, int mount) {
    return new Component(
        path,
        null,
        new Outcome.Succeeded(),
        new Outcome.NotAttempted("not asked"),
        new Outcome.NotAttempted("not asked"),
        target,
        mount,
        NONE,
        NONE,
        NONE);
  }

  private static @Nullable LinkEvidence last(Component... components) {
    return LinkEvidence.of(new PathWalk("/ws/image.tar", List.of(components), null));
  }

  @Test
  void theLastLinkCounts() {
    LinkEvidence link =
        last(component("/ws", "/data", 1), component("/data/image.tar", "other.tar", 1));
    assertNotNull(link);
    assertEquals("/data/image.tar -> other.tar", link.fact());
    assertNull(last(component("/ws", null, 1)));
    assertNull(last(component("/ws", "/proc/self/fd/3", 1), component("/proc/self", "71", 2)));
  }

  /** A file in the target is missing by the link only where the link led to another mount. */
  @ParameterizedTest
  @CsvSource({
    "the target itself,          ../data/a.tar,   /data/a.tar,     1, true",
    "a directory on the way,     /data/deep/a,    /data/deep,      1, true",
    "a file in it on one mount,  /data,           /data/a.tar,     1, false",
    "a file in it elsewhere,     /data,           /data/a.tar,     2, true",
    "another name,               /data/a.tar,     /data/b.tar,     2, false",
    "a name with the same start, /data/image,     /data/image.tar, 2, false",
  })
  void tellsWhetherItLeadsToWhatIsMissing(
      String what, String target, String missing, int mount, boolean leads) {
    LinkEvidence link = last(component("/ws/image.tar", target, 1));
    assertNotNull(link);
    assertEquals(leads, link.leadsTo(component(missing, null, mount)), what);
    assertTrue(link.isOnTheMountOf(component(missing, null, 1)), what);
  }
}
