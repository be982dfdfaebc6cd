package dev.custody.linux;

import java.io.IOException;
import java.nio.file.Path;

/** The user with the effective id 0 (credentials(7)), in the user namespace of this process. */
public final class Superuser {
  private Superuser() {}

  /**
   * Whether this process runs as root; true where that cannot be told.
   *
   * @param root the directory that holds {@code proc}
   */
  public static boolean is(Path root) {
    try {
      String status = ProcText.read(root.resolve("proc/self/status"), ProcText.LIMIT);
      Credentials credentials = ProcessStatus.parse(status).credentials();
      return credentials == null || credentials.uid().effective() == 0;
    } catch (IOException | MalformedException e) {
      return true;
    }
  }
}
