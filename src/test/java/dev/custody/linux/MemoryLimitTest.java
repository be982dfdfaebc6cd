package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private final FileSystem system = UnixView.fileSystem();
  private final Path root = system.getPath("/");

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theSmallestOfTheGroupAndThoseAboveItCounts() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod1/step\n");
    write("sys/fs/cgroup/kubepods/pod1/step/memory.max", "max\n");
    write("sys/fs/cgroup/kubepods/pod1/memory.max", "134217728\n");
    write("sys/fs/cgroup/kubepods/memory.max", "8589934592\n");
    assertEquals(128L << 20, MemoryLimit.of(root));
  }

  @Test
  void aContainersOwnGroupIsTheRoot() throws IOException {
    write("sys/fs/cgroup/memory.max", "100000000\n");
    write("proc/self/cgroup", "0::/\n");
    assertEquals(100_000_000, MemoryLimit.of(root));
    write("proc/self/cgroup", "0::/kubepods/pod1/not-seen-from-here\n");
    assertEquals(100_000_000, MemoryLimit.of(root));
    write("proc/self/cgroup", "0::/../../pod2/step\n");
    assertEquals(100_000_000, MemoryLimit.of(root), "outside the namespace's root");
  }

  @Test
  void versionOneHasATreeOfItsOwn() throws IOException {
    write("proc/self/cgroup", "9:cpu,cpuacct:/a\n4:hugetlb,memory:/b\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/b/memory.limit_in_bytes", "268435456\n");
    assertEquals(256L << 20, MemoryLimit.of(root));
  }

  @Test
  void whatCannotBeReadLimitsNothing() throws IOException {
    assertEquals(Long.MAX_VALUE, MemoryLimit.of(root));
    write("proc/self/cgroup", "0::/a\nno groups\n");
    write("sys/fs/cgroup/a/memory.max", "soon\n");
    assertEquals(Long.MAX_VALUE, MemoryLimit.of(root));
  }
}
