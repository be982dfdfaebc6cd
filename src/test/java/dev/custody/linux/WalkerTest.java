package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resolution of paths, in memory. What only a real kernel does is in {@code HostIT}. */
class WalkerTest {
  private final FileSystem system = UnixView.fileSystem();
  private final Host host = Host.of(system.getPath("/"), FakeCalls.of(Map.of()));

  @BeforeEach
  void workspace() throws IOException {
    Files.createDirectories(system.getPath("/ws/oci/deep"));
    Files.createDirectories(system.getPath("/other"));
    Files.writeString(system.getPath("/ws/oci/image.tar"), "x");
    link("/ws/absolute", "/ws/oci/image.tar");
    link("/ws/oci/deep/up", "../image.tar");
    link("/other/dir", "/ws/./oci/deep/..");
    link("/ws/here", ".");
    link("/ws/root", "/");
    link("/ws/dangling", "nothing/here");
    link("/ws/a", "b");
    link("/ws/b", "a");
    link("/ws/file", "oci/image.tar");
  }

  private void link(String link, String target) throws IOException {
    Files.createSymbolicLink(system.getPath(link), system.getPath(target));
  }

  private PathWalk walk(String path) {
    return host.walk(system.getPath(path));
  }

  private static List<String> paths(PathWalk walk) {
    return walk.components().stream().map(Component::path).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | / | /",
        "/ws/oci/image.tar | / /ws /ws/oci /ws/oci/image.tar | /ws/oci/image.tar",
        "/ws/absolute | / /ws /ws/absolute /ws/oci /ws/oci/image.tar | /ws/oci/image.tar",
        "/ws/oci/deep/up | / /ws /ws/oci /ws/oci/deep /ws/oci/deep/up /ws/oci/image.tar"
            + " | /ws/oci/image.tar",
        "/other/dir/image.tar | / /other /other/dir /ws /ws/oci /ws/oci/deep /ws/oci/image.tar"
            + " | /ws/oci/image.tar",
        "/ws/oci/.. | / /ws /ws/oci /ws | /ws",
        "/../ws/../../other/. | / /ws /other /other | /other",
        "/ws/here | / /ws /ws/here /ws | /ws",
        "/ws/root | / /ws /ws/root / | /",
        "/ws/here/here/oci | / /ws /ws/here /ws/oci | /ws/oci"
      })
  void goesThroughEveryComponent(String path, String components, String resolved) {
    PathWalk walk = walk(path);
    assertEquals(List.of(components.split(" ")), paths(walk));
    assertEquals(resolved, walk.resolved());
    assertTrue(walk.readable());
  }

  @Test
  void aDanglingLinkEndsAtWhatIsMissing() {
    PathWalk walk = walk("/ws/dangling");
    assertEquals(List.of("/", "/ws", "/ws/dangling", "/ws/nothing"), paths(walk));
    assertTrue(walk.last().lstat().failedWith("ENOENT"));
    assertNull(walk.last().status());
    assertNull(walk.resolved());
    assertEquals("nothing/here", walk.components().get(2).linkTarget());
    assertEquals(new ExtendedAttribute.NotChecked("lstat failed"), walk.last().label());
    assertFalse(walk.readable());
  }

  @ParameterizedTest
  @CsvSource({
    "/ws/oci/image.tar/x, /ws/oci/image.tar/x",
    "/ws/file/., /ws/oci/image.tar/.",
    "/ws/absolute/../oci, /ws/oci/image.tar/.."
  })
  void nothingIsBelowAFile(String path, String last) {
    PathWalk walk = walk(path);
    assertEquals(last, walk.last().path());
    assertTrue(walk.last().lstat().failedWith("ENOTDIR"), walk::toString);
    assertEquals(
        new Outcome.NotAttempted("not the last component"),
        walk.components().get(walk.components().size() - 2).open());
  }

  @Test
  void aLoopOfLinksEndsWithEloop() {
    PathWalk walk = walk("/ws/a");
    assertEquals(List.of("/", "/ws", "/ws/a", "/ws/b", "/ws/a"), paths(walk));
    assertTrue(walk.last().open().failedWith("ELOOP"));
    assertNull(walk.resolved());
  }

  @ParameterizedTest
  @CsvSource({"40, true", "41, false"})
  void followsFortyLinksAndNoMore(int links, boolean readable) throws IOException {
    link("/chain0", "/ws/oci/image.tar");
    for (int i = 1; i < links; i++) {
      link("/chain" + i, "chain" + (i - 1));
    }
    PathWalk walk = walk("/chain" + (links - 1));
    assertEquals(readable, walk.resolved() != null);
    assertEquals(!readable, walk.last().open().failedWith("ELOOP"));
  }

  @Test
  void linksThatMultiplyAreShownOnce() throws IOException {
    String self = "./here/".repeat(30) + "oci";
    link("/ws/many", self);
    PathWalk walk = walk("/ws/many");
    assertEquals(List.of("/", "/ws", "/ws/many", "/ws/here", "/ws/oci"), paths(walk));
  }

  @Test
  void theFileIsOpenedOnlyAtTheEnd() throws IOException {
    PathWalk walk = walk("/ws/file");
    assertEquals(
        new Outcome.NotAttempted("a symbolic link: followed"), walk.components().get(2).open());
    assertEquals(new Outcome.Succeeded(), walk.last().open());
    assertEquals(new Outcome.Succeeded(), walk.last().read());
  }

  @Test
  void anEmptyFileAndAnEmptyDirectoryReadWell() throws IOException {
    Files.createFile(system.getPath("/ws/empty"));
    assertTrue(walk("/ws/empty").readable());
    assertTrue(walk("/ws/oci/deep").readable());
  }

  @Test
  void ownerModeAndMountAreShown() throws IOException {
    Path file = system.getPath("/ws/oci/image.tar");
    Files.setAttribute(file, "unix:uid", 1000970000, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", -2, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:mode", 02640, LinkOption.NOFOLLOW_LINKS);
    Files.createDirectories(system.getPath("/proc/self"));
    Files.writeString(
        system.getPath("/proc/self/mountinfo"),
        "1 0 0:1 / / rw - ext4 a rw\n2 1 0:2 / /ws rw - ext4 b rw\n");
    PathWalk walk = walk("/ws/oci/image.tar");
    FileStatus status = walk.last().status();
    assertTrue(status != null);
    assertEquals(1000970000, status.uid());
    assertEquals(4294967294L, status.gid());
    assertEquals(02640, status.mode());
    assertEquals(FileType.REGULAR, status.type());
    assertEquals("7:0", status.device());
    assertEquals(List.of(1, 2, 2, 2), walk.components().stream().map(Component::mountId).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "2049, 8:1",
    "66304, 259:0",
    "0, 0:0",
    "1048576, 0:256",
    "4294967295, 4095:1048575",
    "17596481011712, 4096:1048576"
  })
  void devicesAreUnpackedAsMakedevPacksThem(long dev, String text) {
    assertEquals(text, Attributes.device(dev));
  }

  @Test
  void typesAreReadFromTheMode() {
    assertEquals(FileType.FIFO, Attributes.type(0010644));
    assertEquals(FileType.SOCKET, Attributes.type(0140755));
    assertEquals(FileType.CHARACTER_DEVICE, Attributes.type(0020666));
    assertEquals(FileType.BLOCK_DEVICE, Attributes.type(0060660));
  }
}
