package dev.custody.tekton;

import dev.custody.cli.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A registry of its own on the loopback address, empty at the start and gone at the end. */
record Registry(Process process, String address) {
  static Registry start(Path scratch) throws IOException, InterruptedException {
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
        http: {addr: 127.0.0.1:%d}
        """
            .formatted(Files.createDirectory(scratch.resolve("registry")), port));
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(scratch.resolve("registry.log").toFile())
            .start();
    for (int attempt = 0; attempt < 100; attempt++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new Registry(process, "127.0.0.1:" + port);
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    process.destroyForcibly();
    throw new AssertionError(Files.readString(scratch.resolve("registry.log")));
  }

  /** The digest that skopeo finds under this name, or empty when the registry has none. */
  Optional<String> digest(String name) {
    Program.Result result =
        Program.run(
            List.of(
                "skopeo",
                "inspect",
                "--tls-verify=false",
                "--format",
                "{{.Digest}}",
                "docker://" + address + "/" + name),
            Map.of());
    if (result.code() == 0) {
      return Optional.of(result.out().strip());
    }
    // Anything but "not there" would make an empty registry out of a broken one.
    if (!result.err().contains("manifest unknown") && !result.err().contains("name unknown")) {
      throw new AssertionError(result.toString());
    }
    return Optional.empty();
  }

  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
