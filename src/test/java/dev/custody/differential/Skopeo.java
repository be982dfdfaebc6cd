package dev.custody.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real skopeo in a scratch directory of its own: temporary files, its cache of blobs, and the
 * {@code dir:} it copies to.
 */
final class Skopeo {
  private static final long LIMIT_SECONDS = 60;
  private static final Pattern CONFIG =
      Pattern.compile("\"config\":\\{[^}]*\"digest\":\"(sha256:[0-9a-f]{64})\"");
  private static final Pattern MESSAGE = Pattern.compile("msg=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private final Path scratch;

  Skopeo(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * What {@code skopeo copy} pushed.
   *
   * @param digest of the manifest or index; empty when it failed
   * @param config of the manifest; empty for an index
   * @param instances of an index
   * @param error why it failed; empty when it did not
   */
  record Pushed(String digest, String config, Set<String> instances, String error) {
    Pushed {
      instances = Set.copyOf(instances);
    }

    boolean ok() {
      return error.isEmpty();
    }
  }

  /** Copies all that the source names. */
  Pushed copy(String source) throws IOException, InterruptedException {
    return copy(List.of(), List.of("--all"), source);
  }

  /** Copies what is chosen in an index for a platform. */
  Pushed copyPlatform(String source, String architecture) throws IOException, InterruptedException {
    return copy(
        List.of("--override-os", "linux", "--override-arch", architecture), List.of(), source);
  }

  private Pushed copy(List<String> global, List<String> options, String source)
      throws IOException, InterruptedException {
    Path target = scratch.resolve("pushed");
    delete(target);
    List<String> command = new ArrayList<>(List.of("--insecure-policy"));
    command.addAll(global);
    command.addAll(List.of("copy", "-q"));
    command.addAll(options);
    command.addAll(List.of(source, "dir:" + target));
    String error = run(command);
    if (!error.isEmpty()) {
      return new Pushed("", "", Set.of(), error);
    }
    return pushed(Files.readAllBytes(target.resolve("manifest.json")), instances(target));
  }

  private static Set<String> instances(Path target) throws IOException {
    Set<String> instances = new HashSet<>();
    try (Stream<Path> files = Files.list(target)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".manifest.json"))
          .forEach(name -> instances.add("sha256:" + name.substring(0, 64)));
    }
    return instances;
  }

  /** What {@code skopeo inspect --raw} prints, without instances. */
  Pushed raw(String source) throws IOException, InterruptedException {
    String error = run(List.of("inspect", "--raw", source));
    return error.isEmpty()
        ? pushed(Files.readAllBytes(scratch.resolve("out")), Set.of())
        : new Pushed("", "", Set.of(), error);
  }

  private static Pushed pushed(byte[] manifest, Set<String> instances) {
    Matcher config = CONFIG.matcher(new String(manifest, StandardCharsets.UTF_8));
    return new Pushed(Images.digest(manifest), config.find() ? config.group(1) : "", instances, "");
  }

  /** Returns the error message; empty when there is none. */
  private String run(List<String> arguments) throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(scratch.resolve("tmp/deeper"));
    Path error = scratch.resolve("err");
    List<String> command = new ArrayList<>(List.of("skopeo", "--tmpdir", temporary.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(scratch.resolve("out").toFile())
            .redirectError(error.toFile());
    // The cache of blob infos is one file for all processes of a user, which wait for its lock.
    builder.environment().put("_CONTAINERS_ROOTLESS_UID", "1000");
    builder.environment().put("XDG_DATA_HOME", scratch.resolve("data").toString());
    builder.environment().put("XDG_RUNTIME_DIR", scratch.resolve("data").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    delete(scratch.resolve("tmp"));
    if (!ended) {
      return "hangs";
    }
    if (process.exitValue() == 0) {
      return "";
    }
    String text = new String(Files.readAllBytes(error), StandardCharsets.ISO_8859_1);
    Matcher message = MESSAGE.matcher(text);
    return message.find() ? message.group(1) : text.isBlank() ? "fails" : text.strip();
  }

  /** Deletes a tree without following links. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
