package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in {@code target/custody/share}: man pages, bash completion, the guide to causes. */
class SharedFilesIT {
  private static final Path SHARE = Path.of("target/custody/share").toAbsolutePath();

  @Test
  void groffRendersEveryManPageWithoutAWarning() throws IOException {
    Peers.require("groff");
    try (Stream<Path> pages = Files.list(SHARE.resolve("man/man1"))) {
      List<Path> all = pages.sorted().toList();
      assertEquals(11, all.size(), all.toString());
      for (Path page : all) {
        Program.Result result =
            Program.run(
                List.of("groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou", page.toString()),
                Map.of());
        assertEquals("", result.err(), page.toString());
        assertTrue(result.out().contains("EXIT STATUS"), result.out());
      }
    }
  }

  @Test
  void aManPageNamesEveryOptionOfItsCommand() throws IOException {
    String help = Program.plain().run("help", "verify").out();
    String page = Files.readString(SHARE.resolve("man/man1/custody-verify.1")).replace("\\-", "-");
    List<String> options =
        Pattern.compile("(?m)^(?:  -., |      )(--[a-z0-9-]+)")
            .matcher(help)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(options.size() > 15, help);
    for (String option : options) {
      assertTrue(page.contains("\\fB" + option + "\\fR"), option + "\n" + page);
    }
  }

  @Test
  void bashCompletesCommandsAndOptions() {
    String complete =
        "source \"$1\"; COMP_WORDS=(custody \"${@:2}\"); COMP_CWORD=$(($# - 1));"
            + " _complete_custody; echo \"${COMPREPLY[@]}\"";
    String file = SHARE.resolve("bash-completion/completions/custody").toString();
    assertTrue(completed(complete, file, "ver").contains("verify"));
    assertTrue(completed(complete, file, "verify", "--recorded-c").contains("--recorded-compact"));
    assertTrue(Program.plain().run("generate-completion").out().contains("_complete_custody"));
  }

  private static String completed(String script, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("bash", "-c", script, "bash"), Stream.of(arguments)).toList();
    Program.Result result = Program.run(command, Map.of());
    assertEquals(0, result.code(), result.toString());
    return result.out();
  }

  @Test
  void thePageOfEveryCauseIsThere() {
    for (CauseId cause : CauseId.values()) {
      Path page = SHARE.resolve("doc/causes/" + cause.name() + ".md");
      assertTrue(Files.exists(page), page.toString());
    }
  }
}
