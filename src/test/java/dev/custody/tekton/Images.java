package dev.custody.tekton;

import dev.custody.cli.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The images of tekton-tasks, as podman has them here. */
final class Images {
  /** What {@code mvn package} makes. */
  static final Path CUSTODY = Path.of("target/custody-image.tar").toAbsolutePath();

  private Images() {}

  /** Local image ids by the names that stand in the YAML, without tags. */
  static Map<String, String> load(Path scratch) {
    return Map.of(
        "registry.example.com/custody/custody",
        Program.shell("podman pull -q \"oci-archive:$1\"", CUSTODY),
        "quay.io/skopeo/stable",
        skopeo(scratch));
  }

  static void remove(Map<String, String> images) {
    for (String image : images.values()) {
      Program.run(List.of("podman", "rmi", "--force", image), Map.of());
    }
  }

  /** This machine's skopeo, with the libraries and files it needs and nothing else. */
  private static String skopeo(Path scratch) {
    return Program.shell(
        """
        mkdir "$1"; cd "$1"
        mkdir -p root/usr/bin root/etc/ssl/certs root/etc/containers root/var/tmp root/tmp
        cp -L "$(command -v skopeo)" root/usr/bin/
        ldd root/usr/bin/skopeo | grep -o '/[^ ]*' | while read -r library; do
          mkdir -p "root${library%/*}"; cp -L "$library" "root$library"
        done
        cp -L /etc/ssl/certs/ca-certificates.crt root/etc/ssl/certs/
        cp -L /etc/containers/policy.json root/etc/containers/
        tar -C root -cf root.tar .
        podman import -q --change 'ENV PATH=/usr/bin' root.tar
        """,
        scratch.resolve("skopeo-image"));
  }
}
