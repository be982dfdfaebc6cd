package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher and Main decide by the same words whether content will be read. */
class LauncherTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "true, inspect --depth content a",
    "true, inspect --depth layers a",
    "true, inspect --depth=content a",
    "true, inspect --depth=layers a",
    "true, inspect --depth CONTENT a",
    "true, inspect --depth=Layers a",
    "true, inspect --hash-archive a",
    "false, inspect a",
    "false, inspect --depth structure a",
    "false, inspect --depth STRUCTURE contents",
    "false, explain /layers/content.tar",
    "false, --version",
  })
  void theCompilerWithTheSha256IntrinsicIsThereWhereItIsNeeded(boolean wanted, String line)
      throws IOException {
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("custody");
    Files.copy(Path.of("src/build/custody"), launcher);
    Path java = Files.createDirectories(home.resolve("runtime/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Program.shell("chmod +x \"$1\"", java);
    List<String> words = List.of(line.split(" ", -1));
    List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
    command.addAll(words);
    List<String> said = Program.run(command, Map.of()).out().lines().toList();
    assertEquals(words, said.subList(said.size() - words.size(), said.size()));
    assertTrue(said.contains(wanted ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1"));
    assertEquals(wanted, Main.readsContent(words.toArray(String[]::new)));
  }
}
