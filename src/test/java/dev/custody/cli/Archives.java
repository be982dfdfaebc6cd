package dev.custody.cli;

import java.nio.file.Path;

/** Real archives by real makers, small. */
final class Archives {
  private Archives() {}

  /**
   * An OCI archive made by umoci and skopeo, with one layer that holds {@code content}.
   *
   * @param directory an empty scratch directory
   * @return {@code directory/NAME.tar}
   */
  static Path oci(Path directory, String name, String content) {
    Program.shell(
        """
        cd "$1"; mkdir "$2.src"; cd "$2.src"
        umoci init --layout l; umoci new --image l:latest
        mkdir rootfs; printf '%s' "$3" > rootfs/content
        umoci insert --image l:latest rootfs /data
        skopeo --insecure-policy copy -q oci:l:latest "oci-archive:$1/$2.tar:latest"
        chmod 0644 "$1/$2.tar"; cd "$1"; rm -rf "$2.src"
        """,
        directory, name, content);
    return directory.resolve(name + ".tar");
  }
}
