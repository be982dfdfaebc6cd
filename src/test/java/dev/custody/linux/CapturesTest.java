package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real processes saw, against {@code process.txt} and {@code mounts.txt} beside each capture.
 * After an intended change run with {@code -Dcustody.golden=write} and read the difference.
 */
class CapturesTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  static List<Path> captures() throws IOException {
    try (Stream<Path> pods = Files.list(RESOURCES.resolve("pods"));
        Stream<Path> incidents = Files.list(RESOURCES.resolve("incidents"))) {
      return Stream.concat(pods, incidents)
          .filter(folder -> Files.exists(folder.resolve("status")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void processIsReadAsRecordedHere(Path capture) throws IOException {
    golden(capture.resolve("process.txt"), Lines.of(host(capture).process()));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void mountsAreReadAsRecordedHere(Path capture) throws IOException {
    MountTable mounts = host(capture).mounts();
    golden(
        capture.resolve("mounts.txt"),
        mounts == null ? List.of() : mounts.mounts().stream().map(Lines::of).toList());
  }

  private static Host host(Path capture) throws IOException {
    FileSystem system = UnixView.fileSystem();
    Path self = system.getPath("/proc/self");
    Files.createDirectories(self.resolve("attr"));
    for (String name : List.of("status", "mountinfo", "uid_map", "gid_map", "setgroups")) {
      Files.write(self.resolve(name), Files.readAllBytes(capture.resolve(name)));
    }
    if (Files.exists(capture.resolve("attr_current"))) {
      Files.write(
          self.resolve("attr/current"), Files.readAllBytes(capture.resolve("attr_current")));
    }
    return Host.of(system.getPath("/"), new Libc());
  }

  private static void golden(Path file, List<String> lines) throws IOException {
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.write(file, lines);
    }
    assertEquals(Files.readAllLines(file), lines);
  }
}
