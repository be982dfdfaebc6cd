package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the README and the long session in docs show is what the program prints, but for digests,
 * times and numbers.
 */
class ReadmeIT {
  private static final Path README = Path.of("README.md");

  @TempDir Path directory;

  @BeforeAll
  static void needsTheProgram() {
    Peers.require("umoci", "skopeo");
  }

  /** As a user who is not root where that can be arranged, since root reads everything. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/session.md"})
  void showsARealSession(String file) throws IOException {
    Files.copy(Path.of("target/custody-image.tar"), directory.resolve("image.tar"));
    Archives.oci(directory, "another", "an image of another run");
    boolean root = Program.shell("id -u").equals("0");
    if (root) {
      Program.shell("chown -R 1000:1000 \"$1\"", directory);
    }
    List<String> prefix =
        root ? List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups") : List.of();
    Path document = Path.of(file);
    String text = Files.readString(document);
    List<String> consoles = blocks(document, "console");
    assertFalse(consoles.isEmpty());
    for (String console : consoles) {
      StringBuilder session = new StringBuilder();
      for (String command : commands(console)) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of("sh", "-c", "cd \"$0\"; " + command, directory.toString()));
        Program.Result result =
            Program.run(
                line, Map.of("PATH", Program.LAUNCHER.getParent() + ":" + System.getenv("PATH")));
        session.append("$ ").append(command).append('\n').append(result.out()).append(result.err());
      }
      String shown = session.toString().replace(directory.toString(), "/workspace/source");
      if ("write".equals(System.getProperty("custody.golden"))) {
        Files.writeString(document, text.replace(console, withoutLeftovers(shown)));
      } else {
        assertEquals(normalised(console), normalised(shown));
      }
    }
  }

  @Test
  void givesExactlyTwoCommands() throws IOException {
    List<String> commands = blocks(README, "sh");
    assertEquals(2, commands.size(), commands.toString());
    assertTrue(commands.get(0).contains("inspect target/custody-image.tar"), commands.get(0));
    assertTrue(
        Files.readString(Path.of(".ci/run")).endsWith("\n" + commands.get(1)), commands.get(1));
  }

  @Test
  void namesEveryCommandOfTheProgram() throws IOException {
    String readme = Files.readString(README);
    Matcher command =
        Pattern.compile("(?m)^  ([a-z]+)  ").matcher(Program.plain().run("--help").out());
    List<String> found = new ArrayList<>();
    while (command.find()) {
      found.add(command.group(1));
    }
    assertTrue(found.contains("verify"), found.toString());
    for (String name : found) {
      assertTrue(
          name.equals("help") || readme.contains("| `custody " + name),
          name + " is not in the README");
    }
  }

  private static List<String> blocks(Path file, String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(file));
    List<String> found = new ArrayList<>();
    while (block.find()) {
      found.add(block.group(1));
    }
    return found;
  }

  private static List<String> commands(String console) {
    return console.lines().filter(l -> l.startsWith("$ ")).map(l -> l.substring(2)).toList();
  }

  /** Other tests of this machine leave files in its temporary directory. */
  private static String withoutLeftovers(String session) {
    return session.replaceAll(
        "(?m)^  note           an earlier skopeo[^\n]*\n( {17}[^\n]*\n)*", "");
  }

  /**
   * Without what differs from build to build; spaces are folded, since numbers move the wrapping.
   */
  private static String normalised(String session) {
    return withoutLeftovers(session)
        .replaceAll("[0-9a-f]{64}", "DIGEST")
        .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "TIME")
        .replaceAll("(?<=mount )[^\n]*", "MOUNT")
        .replaceAll("(?<=process )[^\n]*", "PROCESS")
        .replaceAll("\\b\\d[\\d.]*( [kMGT]?B| m?s\\b)?\\b", "N")
        .replaceAll("\\s+", " ")
        .replaceAll("(N sha256:DIGEST N )+", "LAYERS ");
  }
}
