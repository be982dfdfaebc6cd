package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A log that a README shows, compared with what the program prints. What differs from run to run
 * (digests, times, paths of the test, where a line breaks) and what follows from the machine (its
 * mounts and security module) is not compared.
 */
record SampleLog(Path file) {
  /** With {@code -Dreadmes=write} the sample becomes what was printed. */
  void check(String printed, Path volume) throws IOException {
    String shown = printed.replace(volume.toString(), "/volume");
    if ("write".equals(System.getProperty("readmes"))) {
      Files.writeString(file, shown);
    }
    assertEquals(masked(Files.readString(file)), masked(shown), file + " is not what is printed");
  }

  private static String masked(String log) {
    return log.replaceFirst("(?s)\n  (checked|process) .*", "")
        .replaceAll("\\s+", " ")
        .replaceAll("[0-9a-f]{64}", "HEX")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .replaceAll("\\d[\\d,.:TZ-]*( m?s\\b)?", "N");
  }
}
