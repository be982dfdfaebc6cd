package dev.custody.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the runtime's shared objects need from the C library, copied from the build machine to the
 * paths where the loader looks: the only files in the image that are not ours. Where dpkg knows the
 * package, its record and licence come along, in the places where scanners of images look.
 */
final class SystemLibraries {
  private SystemLibraries() {}

  /**
   * Copies them, and returns names and versions of their packages, empty where no dpkg knows.
   *
   * @param declared the file that names every library we accept
   */
  static Map<String, String> copy(Path runtime, Path declared, Path root) throws Exception {
    Map<String, Path> needed = needed(runtime);
    Set<String> accepted = new TreeSet<>();
    for (String line : Files.readAllLines(declared)) {
      if (!line.startsWith("#") && !line.isBlank()) {
        accepted.add(line.strip());
      }
    }
    TreeSet<String> surplus = new TreeSet<>(needed.keySet());
    surplus.removeAll(accepted);
    if (!surplus.isEmpty()) {
      throw new IllegalStateException(
          "the runtime needs " + surplus + ", which " + declared + " does not name");
    }
    TreeMap<String, String> packages = new TreeMap<>();
    for (Path library : needed.values()) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
      owner(library, root, packages);
    }
    Path release = Path.of("/etc/os-release");
    if (!packages.isEmpty() && Files.exists(release)) {
      Files.createDirectories(root.resolve("etc"));
      Files.copy(release.toRealPath(), root.resolve("etc/os-release"));
    }
    return packages;
  }

  /** Names and paths, as the dynamic loader of this machine finds them. */
  private static Map<String, Path> needed(Path runtime) throws Exception {
    List<Path> binaries;
    try (Stream<Path> all = Files.walk(runtime)) {
      binaries =
          all.filter(p -> p.endsWith("bin/java") || p.toString().endsWith(".so")).sorted().toList();
    }
    Set<String> ours = new TreeSet<>();
    for (Path binary : binaries) {
      ours.add(binary.getFileName().toString());
    }
    TreeMap<String, Path> needed = new TreeMap<>();
    for (Path binary : binaries) {
      for (String line : run("ldd", binary.toString()).lines().toList()) {
        String[] word = line.strip().split("\\s+", -1);
        String name = Path.of(word[0]).getFileName().toString();
        if (ours.contains(name) || word[0].startsWith("linux-vdso")) {
          continue;
        }
        String path = word[0].startsWith("/") ? word[0] : word.length > 2 ? word[2] : "not";
        if (!path.startsWith("/")) {
          throw new IllegalStateException(
              "the image needs " + name + " for " + binary + ", and this machine has none that its"
                  + " loader finds (ldd says: " + line.strip() + "). Build on a machine with glibc,"
                  + " or set -Dimage.base to an image that holds it.");
        }
        needed.put(name, Path.of(path));
      }
    }
    return needed;
  }

  private static void owner(Path library, Path root, Map<String, String> packages)
      throws Exception {
    String found = "";
    for (Path name : List.of(library, library.toRealPath(), Path.of("/usr" + library))) {
      found = found.isEmpty() ? run("dpkg-query", "-S", name.toString()) : found;
    }
    if (!found.contains(": ")) {
      System.err.println(
          "custody: no dpkg package for " + library + ", the image will not say where it is from");
      return;
    }
    String owner = found.substring(0, found.lastIndexOf(": ")).strip();
    String name = owner.replaceFirst(":.*", "");
    if (packages.containsKey(name)) {
      return;
    }
    packages.put(name, run("dpkg-query", "-W", "-f", "${Version}", owner).strip());
    // As distroless images have them: scanners read status.d, people read the licence.
    write(root.resolve("var/lib/dpkg/status.d").resolve(name), run("dpkg-query", "-s", owner));
    Path licence = Path.of("/usr/share/doc", name, "copyright");
    write(root.resolve(licence.toString().substring(1)), Files.readString(licence));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** What a command prints; nothing when there is no such command or it fails. */
  private static String run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? out : "";
    } catch (IOException e) {
      return "";
    }
  }
}
