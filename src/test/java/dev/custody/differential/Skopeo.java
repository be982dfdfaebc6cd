package dev.custody.differential;

import dev.custody.tekton.Registry;
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
 * {@code dir:} it copies to; and a registry on this machine.
 */
final class Skopeo {
  private static final long LIMIT_SECONDS = 60;
  private static final Pattern CONFIG =
      Pattern.compile("\"config\":\\{[^}]*\"digest\":\"(sha256:[0-9a-f]{64})\"");
  private static final Pattern MESSAGE = Pattern.compile("msg=\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  /** What only the copy to a directory refuses; a push is to a registry. */
  private static final Pattern OF_DIRECTORIES =
      Pattern.compile("failed fetching external blob|Size mismatch when copying");

  private final Path scratch;
  private final Registry registry;

  /**
   * In this scratch directory.
   *
   * @param registry for pushes that a directory does not take, and for samples; its repositories
   *     are named after the scratch directory
   */
  Skopeo(Path scratch, Registry registry) {
    this.scratch = scratch;
    this.registry = registry;
  }

  /**
   * What {@code skopeo copy} pushed.
   *
   * @param digest of the manifest or index; empty when it failed
   * @param config of the manifest; empty for an index
   * @param instances of an index
   * @param names the digest by every algorithm
   * @param error why it failed; empty when it did not
   */
  record Pushed(
      String digest, String config, Set<String> instances, Set<String> names, String error) {
    Pushed {
      instances = Set.copyOf(instances);
      names = Set.copyOf(names);
    }

    static Pushed failed(String error) {
      return new Pushed("", "", Set.of(), Set.of(), error);
    }

    boolean ok() {
      return error.isEmpty();
    }
  }

  /** Copies all that the source names. */
  Pushed copy(String source) throws IOException, InterruptedException {
    Pushed copied = copy(List.of(), List.of("--all"), source);
    return OF_DIRECTORIES.matcher(copied.error()).find() ? push(source) : copied;
  }

  /** Copies what is chosen in an index for a platform. */
  Pushed copyPlatform(String source, Platforms.Way way) throws IOException, InterruptedException {
    Pushed copied = copy(way.options(), List.of(), source);
    return OF_DIRECTORIES.matcher(copied.error()).find()
        ? push(way.options(), List.of(), source)
        : copied;
  }

  /** Pushes all that the source names to the registry, and reads it back there. */
  Pushed push(String source) throws IOException, InterruptedException {
    return push(List.of(), List.of("--all"), source);
  }

  private Pushed push(List<String> global, List<String> options, String source)
      throws IOException, InterruptedException {
    String target = "docker://" + registry.address() + "/s" + scratch.getFileName() + ":1";
    List<String> command = new ArrayList<>(List.of("--insecure-policy"));
    command.addAll(global);
    command.addAll(List.of("copy", "-q", "--dest-tls-verify=false"));
    command.addAll(options);
    command.addAll(List.of(source, target));
    String error = run(command);
    if (error.isEmpty()) {
      error = run(List.of("inspect", "--raw", "--tls-verify=false", target));
    }
    return error.isEmpty()
        ? pushed(Files.readAllBytes(scratch.resolve("out")), Set.of())
        : Pushed.failed(error);
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
      return Pushed.failed(error);
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
        : Pushed.failed(error);
  }

  /** The document that {@code skopeo inspect --raw} prints; empty where it prints none. */
  String document(String source) throws IOException, InterruptedException {
    return run(List.of("inspect", "--raw", source)).isEmpty()
        ? new String(Files.readAllBytes(scratch.resolve("out")), StandardCharsets.UTF_8)
        : "";
  }

  private static Pushed pushed(byte[] manifest, Set<String> instances) {
    Matcher config = CONFIG.matcher(new String(manifest, StandardCharsets.UTF_8));
    return new Pushed(
        Images.digest(manifest),
        config.find() ? config.group(1) : "",
        instances,
        Set.of(
            Images.digest(manifest),
            Images.digest("sha384", manifest),
            Images.digest("sha512", manifest)),
        "");
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
    // One short process of many: threads and a garbage collector cost more than they bring.
    builder.environment().put("GOMAXPROCS", "1");
    builder.environment().put("GOGC", "off");
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
