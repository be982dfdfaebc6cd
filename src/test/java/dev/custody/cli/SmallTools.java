package dev.custody.cli;

import java.nio.file.Path;
import java.util.List;

/** The small programs of {@code src/test/resources/tools}, which make what a test needs refused. */
final class SmallTools {
  private SmallTools() {}

  /** Compiles {@code NAME.c} to {@code into/NAME}, each. */
  static void compile(Path into, String... names) {
    for (String name : List.of(names)) {
      Program.shell(
          "gcc -w -o \"$1/$2\" \"src/test/resources/tools/$2.c\" $(pkg-config --cflags --libs"
              + " fuse3)",
          into,
          name);
    }
  }
}
