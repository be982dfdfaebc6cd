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

/** What the launcher decides by a command's words; of content Main has to think the same. */
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
    List<String> said = launched(line);
    assertTrue(said.contains(wanted ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1"));
    assertEquals(wanted, Main.readsContent(line.split(" ", -1)));
  }

  /** Any cache gives the same answer; the wrong one takes its time. */
  @ParameterizedTest
  @CsvSource({
    "brief, --version",
    "brief, inspect --depth content a",
    "brief, explain a",
    "custody, inspect --format json a",
    "custody, inspect --format=JSON a",
    "custody, explain a --format json",
    "custody, record inspect",
    "custody, verify --digest x a",
    "custody, help",
  })
  void theStartupCacheIsTheOneThatWasTrainedForIt(String cache, String line) throws IOException {
    List<String> said = launched(line);
    assertTrue(
        said.contains("-XX:AOTCache=" + home + "/bin/../lib/" + cache + ".aot"), said::toString);
  }

  /** What the launcher says to java; its last words are the command's. */
  private List<String> launched(String line) throws IOException {
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
    return said;
  }
}
