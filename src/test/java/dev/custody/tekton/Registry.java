package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registry of its own on the loopback address, empty at the start and gone at the end.
 *
 * @param credentials what skopeo needs to ask it: nothing, or USER:PASSWORD
 * @param certificate its own, for a registry with TLS; an empty path without
 */
public record Registry(Process process, String address, String credentials, Path certificate) {
  private static final String LOGIN = "robot:opensesame";

  /** The password, hashed by bcrypt with few rounds. */
  private static final String HTPASSWD =
      "robot:$2b$05$abcdefghijklmnopqrstuuQbLfdQZSxZ9gjhA5V9o8Tyc6aQRO0Qi\n";

  /** One that anybody may read and write. */
  public static Registry open(Path scratch) throws IOException, InterruptedException {
    return start(Files.createDirectory(scratch.resolve("open")), "", "");
  }

  /** One that asks for a login. */
  static Registry withPassword(Path scratch) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(scratch.resolve("password"));
    Path users = Files.writeString(folder.resolve("users"), HTPASSWD);
    return start(folder, "auth: {htpasswd: {realm: test, path: " + users + "}}", LOGIN);
  }

  /** One with TLS and a certificate that nobody knows yet. */
  public static Registry withCertificate(Path scratch) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(scratch.resolve("tls"));
    Program.shell(
        """
        cd "$1"; openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \\
          -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2>&1
        """,
        folder);
    return start(
        folder, "  tls: {certificate: %s/cert.pem, key: %s/key.pem}".formatted(folder, folder), "");
  }

  /** The file that a login to it leaves, as docker and podman write it. */
  String dockerConfig() {
    String auth = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(address, auth);
  }

  private static Registry start(Path scratch, String auth, String credentials)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = scratch.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: %s}}
        http:
          addr: 127.0.0.1:%d
        %s
        """
            .formatted(Files.createDirectory(scratch.resolve("registry")), port, auth));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("registry.log").toFile())
            .start();
    for (int attempt = 0; attempt < 100; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Registry(process, "127.0.0.1:" + port, credentials, scratch.resolve("cert.pem"));
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    process.destroyForcibly();
    throw new AssertionError(Files.readString(scratch.resolve("registry.log")));
  }

  /** The digest that skopeo finds under this name, or empty when the registry has none. */
  public Optional<String> digest(String name) {
    Program.Result result = skopeo("inspect", name, "--format", "{{.Digest}}");
    if (result.code() == 0) {
      return Optional.of(result.out().strip());
    }
    // Anything but "not there" would make an empty registry out of a broken one.
    if (!result.err().contains("manifest unknown") && !result.err().contains("name unknown")) {
      throw new AssertionError(result.toString());
    }
    return Optional.empty();
  }

  /** All tags of a repository; empty when it is not there or has none. */
  public List<String> tags(String repository) {
    Program.Result result = skopeo("list-tags", repository);
    if (result.code() != 0) {
      assertTrue(
          result.err().contains("404") || result.err().contains("NAME_UNKNOWN"), result::toString);
      return List.of();
    }
    return Resource.stream(JsonMapper.shared().readTree(result.out()).path("Tags"))
        .map(tag -> tag.asString(""))
        .toList();
  }

  private Program.Result skopeo(String command, String name, String... options) {
    List<String> words = new ArrayList<>(List.of("skopeo", command, "--tls-verify=false"));
    if (!credentials.isEmpty()) {
      words.addAll(List.of("--creds", credentials));
    }
    words.addAll(List.of(options));
    words.add("docker://" + address + "/" + name);
    return Program.run(words, Map.of());
  }

  public void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
