package dev.custody.tekton;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The images of tekton-tasks, as podman has them here. */
public final class Images {
  /** What {@code mvn package} makes. */
  public static final Path CUSTODY = Path.of("target/custody-image.tar").toAbsolutePath();

  private static final String NAME = "registry.example.com/custody/custody";

  /** Held shared by each process whose tests run custody's image, which is one for all of them. */
  private static final Path USED = Path.of("target/image-in-use");

  private static @Nullable FileChannel used;

  private Images() {}

  /** Local image ids by the names that stand in the YAML, without tags. */
  public static Map<String, String> load(Path scratch) throws IOException {
    FileChannel channel = FileChannel.open(USED, CREATE, READ, WRITE);
    channel.lock(0, Long.MAX_VALUE, true);
    used = channel;
    return Map.of(
        NAME,
        Program.shell("podman pull -q \"oci-archive:$1\"", CUSTODY),
        "quay.io/skopeo/stable",
        skopeo(scratch));
  }

  /** custody's image stays where another process still uses it; that one removes it. */
  public static void remove(Map<String, String> images) throws IOException {
    if (used == null) {
      return;
    }
    used.close();
    try (FileChannel last = FileChannel.open(USED, WRITE)) {
      boolean alone = last.tryLock() != null;
      for (Map.Entry<String, String> image : images.entrySet()) {
        if (alone || !image.getKey().equals(NAME)) {
          Program.run(List.of("podman", "rmi", "--force", image.getValue()), Map.of());
        }
      }
    }
  }

  /**
   * This machine's skopeo, with a shell, the libraries and files they need and nothing else. As
   * quay.io/skopeo/stable does, it runs as root and sets REGISTRY_AUTH_FILE, which newer skopeos
   * prefer to DOCKER_CONFIG and HOME; this one would not, so a script in its place sees to it.
   */
  private static String skopeo(Path scratch) {
    return Program.shell(
        """
        mkdir "$1"; cd "$1"
        mkdir -p root/usr/bin root/etc/ssl/certs root/etc/containers root/var/tmp root/tmp
        cp -L "$(command -v skopeo)" root/usr/bin/skopeo.real
        cp -L /bin/sh /bin/cat /bin/mkdir root/usr/bin/; ln -s usr/bin root/bin
        cat > root/usr/bin/skopeo <<'END'
        #!/bin/sh
        if [ -n "${REGISTRY_AUTH_FILE-}" ]; then
          export DOCKER_CONFIG=/nowhere HOME=/nowhere
        fi
        exec skopeo.real "$@"
        END
        chmod 0755 root/usr/bin/skopeo
        ldd root/usr/bin/skopeo.real root/usr/bin/sh root/usr/bin/mkdir |
          grep -v ':$' | grep -o '/[^ ]*' | while read -r library; do
          mkdir -p "root${library%/*}"; cp -L "$library" "root$library"
        done
        # What every image with glibc has, and a program copied into it may need.
        ldconfig -p | grep -oE '/[^ ]*64[^ ]*/(libdl[.]so[.]2|libm[.]so[.]6|libpthread[.]so[.]0|librt[.]so[.]1)$' |
          while read -r library; do
          mkdir -p "root${library%/*}"; cp -L "$library" "root$library"
        done
        cp -L /etc/ssl/certs/ca-certificates.crt root/etc/ssl/certs/
        cp -L /etc/containers/policy.json root/etc/containers/
        tar -C root -cf root.tar .
        podman import -q --change 'ENV PATH=/usr/bin' \\
          --change 'ENV REGISTRY_AUTH_FILE=/tmp/auth.json' root.tar
        """,
        scratch.resolve("skopeo-image"));
  }
}
