package dev.custody.recipes;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands for the CI system's machine: podman under both its names, the images, and a
 * registry's certificate that every program trusts.
 *
 * @param images local images by the names that the recipes use, without tags
 * @param shims folder with {@code podman} and {@code docker}, first in the PATH
 * @param certificate of the registry
 */
record Machine(Map<String, String> images, Path shims, Path certificate) {
  /** Ends with another code than 0. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String step, Program.Result result) {
      super(step + ": " + result);
    }
  }

  static Machine of(Map<String, String> images, Path scratch, Path certificate) throws IOException {
    Path shims = Files.createDirectory(scratch.resolve("shims"));
    for (String name : List.of("podman", "docker")) {
      Path shim = shims.resolve(name);
      Files.writeString(
          shim,
          """
          #!/bin/sh
          if [ "$1" = run ]; then
            shift; set -- run --runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1000:1000 "$@"
          fi
          exec /usr/bin/podman "$@"
          """);
      Program.shell("chmod 0755 \"$1\"", shim);
    }
    return new Machine(images, shims, certificate);
  }

  /** Runs a script on the machine itself. */
  void shell(String step, String script, Path folder, Map<String, String> environment)
      throws Failed {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("PATH", shims + ":/usr/sbin:/usr/bin:/sbin:/bin");
    all.put("SSL_CERT_FILE", certificate.toString());
    check(
        step,
        Program.run(List.of("sh", "-euc", "cd \"$0\"\n" + images(script), folder.toString()), all));
  }

  /** Runs one container. */
  void container(
      String step,
      String image,
      List<String> options,
      Map<String, String> environment,
      List<String> command)
      throws Failed {
    List<String> podman = new ArrayList<>(List.of(shims.resolve("podman").toString(), "run"));
    podman.addAll(List.of("--rm", "--network", "host", "--cap-drop", "all"));
    podman.addAll(List.of("--volume", certificate + ":/test/ca.pem:ro"));
    podman.addAll(List.of("--env", "SSL_CERT_FILE=/test/ca.pem"));
    environment.forEach((name, value) -> podman.addAll(List.of("--env", name + "=" + value)));
    podman.addAll(options);
    podman.addAll(List.of("--entrypoint", ""));
    podman.add(images.getOrDefault(image.replaceFirst(":[^:/]+$", ""), image));
    podman.addAll(command);
    check(step, Program.run(podman, Map.of()));
  }

  /** With the local images in the place of the recipes' names. */
  String images(String text) {
    String replaced = text;
    for (Map.Entry<String, String> image : images.entrySet()) {
      replaced = replaced.replaceAll(image.getKey() + ":[\\w.]+", image.getValue());
    }
    return replaced;
  }

  private static void check(String step, Program.Result result) throws Failed {
    if (result.code() != 0) {
      throw new Failed(step, result);
    }
  }
}
