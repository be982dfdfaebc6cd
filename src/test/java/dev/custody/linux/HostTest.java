package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
  private final FileSystem system = UnixView.fileSystem();
  private final Path root = system.getPath("/");
  private final Host host = Host.of(root, FakeCalls.of(Map.of()));

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Asserts that one line is about the source, and that it has these words. */
  private void assertUnread(String source, String... words) {
    List<String> lines =
        host.unread().stream().filter(line -> line.startsWith(source + ": ")).toList();
    assertEquals(1, lines.size(), host.unread()::toString);
    for (String word : words) {
      assertTrue(lines.getFirst().contains(word), lines::toString);
    }
  }

  @Test
  void aHostWithoutProcSaysWhatIsMissing() {
    assertEquals(
        new ProcessIdentity(null, null, null, null, null, null, null, null, Map.of()),
        host.process());
    assertNull(host.mounts());
    assertNull(host.bootId());
    assertNull(host.kernelRelease());
    assertEquals(
        List.of(
            "/proc/self/status: ENOENT",
            "/proc/self/uid_map: ENOENT",
            "/proc/self/gid_map: ENOENT",
            "/proc/self/mountinfo: ENOENT",
            "/proc/sys/kernel/random/boot_id: ENOENT",
            "/proc/sys/kernel/osrelease: ENOENT"),
        host.unread().stream().map(line -> line.substring(0, line.indexOf(" ("))).toList());
  }

  @Test
  void saysEachMissingSourceOnce() {
    host.mounts();
    host.mounts();
    assertEquals(1, host.unread().size());
  }

  @Test
  void namesTheLineThatItDoesNotUnderstand() throws IOException {
    write("proc/self/mountinfo", "1 0 0:1 / / rw - ext4 d rw\nnonsense\n");
    assertNull(host.mounts());
    assertUnread("/proc/self/mountinfo", "not understood", "line 2", "\"nonsense\"");
    assertEquals(1, host.unread().size());
  }

  @Test
  void namesLinesOfTheStatusThatAreMissing() throws IOException {
    write("proc/self/status", "Umask:\t0022\n");
    assertEquals("0022", host.process().umask());
    assertTrue(host.unread().contains("/proc/self/status: no lines Uid, Gid and Groups"));
    assertTrue(host.unread().contains("/proc/self/status: no line Seccomp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b:c:s0", "a:b:c:s0\0", "a:b:c:s0\n", "a:b:c:s0\n\0"})
  void trimsTheEndOfTheLabel(String text) throws IOException {
    write("proc/self/attr/current", text);
    assertEquals("a:b:c:s0", host.process().label());
  }

  @Test
  void anEmptyLabelIsNone() throws IOException {
    write("proc/self/attr/current", "\0");
    assertNull(host.process().label());
    assertFalse(host.unread().toString().contains("attr/current"), host.unread()::toString);
  }

  @Test
  void readsTheUserNamespaceAndItsOverflowIds() throws IOException {
    write("proc/self/uid_map", "0 200000 65536\n");
    write("proc/self/gid_map", "0 200000 65536\n");
    write("proc/self/setgroups", "deny\n");
    write("proc/sys/fs/overflowuid", "65534\n");
    write("proc/sys/fs/overflowgid", "x\n");
    List<IdRange> map = List.of(new IdRange(0, 200000, 65536));
    assertEquals(new UserNamespace(map, map, "deny", 65534L, null), host.process().userNamespace());
    assertUnread("/proc/sys/fs/overflowgid", "not understood", "line 1", "\"x?\"");
  }

  /** The kernel names the disk by number in mountinfo, and by name where it counts its errors. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {"3, 3", "0, 0", "x, -", "-, -"})
  void readsTheErrorsThatAFileSystemHasCounted(@Nullable String text, @Nullable Long errors)
      throws IOException {
    write("proc/self/mountinfo", "1 0 7:1 / / rw - ext4 /dev/x rw\n");
    Files.createDirectories(root.resolve("sys/devices/loop1"));
    Files.createDirectories(root.resolve("sys/dev/block"));
    Files.createSymbolicLink(
        root.resolve("sys/dev/block/7:1"), system.getPath("../../devices/loop1"));
    if (text != null) {
      write("sys/fs/ext4/loop1/errors_count", text + "\n");
    }
    assertEquals(errors, host.writing(root.resolve("new"), null).fileSystemErrors());
  }

  @Test
  void aSourceWithoutEndIsGivenUp() throws IOException {
    write("proc/self/status", "x".repeat(ProcText.LIMIT + 1));
    assertNull(host.process().credentials());
    assertUnread("/proc/self/status", "UNKNOWN", "1048576 bytes");
  }

  @Test
  void readsUpToTheBound() throws IOException {
    write("proc/self/status", "X:" + "y".repeat(ProcText.LIMIT - 2));
    assertEquals(Map.of("X", "y".repeat(ProcText.LIMIT - 2)), host.process().unknownFields());
  }

  @Test
  void tellsSpaceAndInodes() {
    assertEquals(new Space("/", 40960L, 16384L, 100L, 50L, null), host.space(root));
  }

  @Test
  void aFileSystemThatCountsNoInodesHasNone() {
    SystemCalls btrfs =
        new FakeCalls(
            Map.of(), new SystemCalls.Reply.Answer<>(new SystemCalls.Capacity(2, 1, 0, 0)));
    assertEquals(new Space("/", 2L, 1L, null, null, null), Host.of(root, btrfs).space(root));
  }

  @Test
  void aFailedCallGivesItsErrno() {
    SystemCalls failing = new FakeCalls(Map.of(), new SystemCalls.Reply.Failure<>("EACCES"));
    assertEquals(
        new Space("/", null, null, null, null, "EACCES"), Host.of(root, failing).space(root));
  }

  @Test
  void withoutForeignCallsBytesAreStillKnown() {
    Host plain = Host.of(root, FakeCalls.unavailable());
    Space space = plain.space(root);
    assertTrue(space.availableBytes() != null && space.availableBytes() > 0);
    assertNull(space.availableInodes());
    assertEquals(List.of("free inodes of /: no such calls"), plain.unread());
  }

  @Test
  void readsBootAndKernel() throws IOException {
    write("proc/sys/kernel/random/boot_id", "49c36ca8-41bd-4b44-9a48-d4b0b1b4ef30\n");
    write("proc/sys/kernel/osrelease", "6.18.44\n");
    assertEquals("49c36ca8-41bd-4b44-9a48-d4b0b1b4ef30", host.bootId());
    assertEquals("6.18.44", host.kernelRelease());
  }

  @Test
  void labelsAndAclsComeAsText() throws IOException {
    write("ws/f", "x");
    byte[] label = "u:object_r:t:s0:c1,c2\0".getBytes(StandardCharsets.UTF_8);
    Host labelled =
        Host.of(
            root,
            FakeCalls.of(
                Map.of(
                    "/ws/f security.selinux", new SystemCalls.Reply.Answer<>(label),
                    "/ws/f system.posix_acl_access",
                        new SystemCalls.Reply.Answer<>(new byte[] {9, 0, 0, 0}),
                    "/ws/f system.nfs4_acl", new SystemCalls.Reply.Answer<>(new byte[80]),
                    "/ws security.selinux", new SystemCalls.Reply.Failure<>("EACCES"),
                    "/ security.selinux", new SystemCalls.Reply.Failure<>("ENOTSUP"))));
    List<Component> components = labelled.walk(root.resolve("ws/f")).components();
    assertEquals(new ExtendedAttribute.Absent("ENOTSUP"), components.get(0).label());
    assertEquals(new ExtendedAttribute.Refused("EACCES"), components.get(1).label());
    assertEquals(new ExtendedAttribute.Present("u:object_r:t:s0:c1,c2"), components.get(2).label());
    assertEquals(new ExtendedAttribute.Present("80 bytes"), components.get(2).nfs4Acl());
    assertTrue(components.get(2).acl() instanceof ExtendedAttribute.NotChecked);
    assertTrue(
        labelled.unread().getLast().startsWith("system.posix_acl_access of /ws/f: not understood"),
        labelled.unread()::toString);
  }

  @Test
  void attributesThatCannotBeAskedForAreSaidOnce() throws IOException {
    write("ws/f", "x");
    Host plain = Host.of(root, FakeCalls.unavailable());
    PathWalk walk = plain.walk(root.resolve("ws/f"));
    assertEquals(new ExtendedAttribute.NotChecked("no such calls"), walk.last().label());
    assertTrue(walk.readable());
    assertEquals(1, plain.unread().stream().filter(line -> line.startsWith("extended")).count());
  }
}
