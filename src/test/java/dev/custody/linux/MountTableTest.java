package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountTableTest {
  private static String mount(int id, int parent, String point) {
    return id + " " + parent + " 0:" + id + " / " + point + " rw - ext4 d rw\n";
  }

  private static @Nullable Integer covering(MountTable table, String path) {
    Mount mount = table.covering(path);
    return mount == null ? null : mount.id();
  }

  @ParameterizedTest
  @CsvSource({
    "/, 1",
    "/work, 1",
    "/workspace, 2",
    "/workspace/, 2",
    "//workspace//source///x, 3",
    "/workspace2, 1",
    "/workspace/source2, 2",
    "/workspace/source, 3",
    "/workspace/source/oci/image.tar, 3"
  })
  void prefixesAreWholeComponents(String path, int id) {
    MountTable table =
        MountTable.parse(
            mount(1, 99, "/") + mount(2, 1, "/workspace") + mount(3, 2, "/workspace/source"));
    assertEquals(id, covering(table, path));
  }

  @Test
  void laterMountHidesEarlierAtTheSamePlace() {
    MountTable table = MountTable.parse(mount(1, 0, "/") + mount(2, 1, "/a") + mount(3, 2, "/a"));
    assertEquals(3, covering(table, "/a/b"));
  }

  @Test
  void aMountBelowAHiddenDirectoryIsHidden() {
    MountTable table = MountTable.parse(mount(1, 0, "/") + mount(2, 1, "/a/b") + mount(3, 1, "/a"));
    assertEquals(3, covering(table, "/a/b/c"));
  }

  @Test
  void orderOfLinesDoesNotDecide() {
    MountTable table = MountTable.parse(mount(3, 2, "/a") + mount(2, 1, "/a") + mount(1, 0, "/"));
    assertEquals(3, covering(table, "/a"));
  }

  @Test
  void stackedRootsAreClimbed() {
    MountTable table = MountTable.parse(mount(1, 1, "/") + mount(2, 1, "/") + mount(3, 2, "/a"));
    assertEquals(2, covering(table, "/b"));
    assertEquals(3, covering(table, "/a"));
  }

  @Test
  void inAChrootTheRootIsUnknownAndMountsBelowAreFound() {
    MountTable table = MountTable.parse(mount(5, 99, "/data"));
    assertNull(table.covering("/etc"));
    assertEquals(5, covering(table, "/data/x"));
  }

  @Test
  void aRemovedMountPointIsReachedByNoPath() {
    MountTable table = MountTable.parse(mount(1, 0, "/") + mount(2, 1, "/a//deleted"));
    assertEquals(1, covering(table, "/a/deleted"));
  }

  @Test
  void mountsThatAreTheirOwnAncestorsEnd() {
    MountTable table =
        MountTable.parse(
            mount(1, 0, "/")
                + mount(2, 3, "/a")
                + mount(3, 2, "/a")
                + mount(4, 1, "/a")
                + mount(5, 6, "/")
                + mount(6, 5, "/"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertEquals(4, covering(table, "/a/b")));
  }

  @Test
  void refusesARelativePath() {
    MountTable table = MountTable.parse("");
    assertThrows(IllegalArgumentException.class, () -> table.covering("a"));
    assertNull(table.covering("/a"));
  }

  @ParameterizedTest
  @CsvSource({
    "pods/root, /workspace/source/oci/image.tar, 879, /",
    "pods/root, /etc/hosts, 889, /var/lib/kubelet/pods/9c1d552e-3a31-4123-8e02-b815bbe5593c/etc-hosts",
    "pods/root, /var/tmp, 861, /",
    "incidents/S1-mcs-mismatch-uid0, /workspace/source/oci, 67, /",
    "incidents/X1-bind-mount-hides-file, /workspace/source/oci/image.tar, 133, /empty",
    "incidents/X1b-bind-mount-over-the-file, /workspace/source/oci/image.tar, 133, /emptyfile",
    "incidents/X1c-empty-tmpfs-over-the-volume, /workspace/source/oci/image.tar, 133, /"
  })
  void realTablesNameTheMountOfTheArchive(String capture, String path, int id, String root)
      throws IOException {
    MountTable table =
        MountTable.parse(
            Files.readString(Path.of("src/test/resources").resolve(capture).resolve("mountinfo")));
    assertEquals(id, covering(table, path));
    assertEquals(
        root, table.mounts().stream().filter(m -> m.id() == id).findFirst().orElseThrow().root());
  }
}
