package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the command line says of a mistake in it, before anything is looked at. */
class UsageTest {
  private static final List<String> COMMANDS =
      List.of("record", "verify", "inspect", "explain", "compare", "report", "schema");

  private record Said(int code, String out, String err) {}

  private static Said run(String line) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
      int code =
          Main.run(
              line.isEmpty() ? new String[0] : line.split(" ", -1),
              Map.of(),
              InputStream.nullInputStream(),
              new PrintWriter(out),
              new PrintWriter(err),
              files);
      return new Said(code, out.toString(), err.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "inspect | give ARCHIVE",
        "record --depth content | give ARCHIVE",
        "explain | give PATH",
        "compare | give RECORDED and OBSERVED",
        "compare a | give OBSERVED",
        "verify a | give --recorded, --recorded-compact or --digest",
        "confirm a | give --recorded, --recorded-compact or --digest",
        "report | give at least one record, directory, --from-log FILE or --cluster FILE",
        "verify --digest none a | nothing to compare with",
        "verify --digest= a | --digest is empty",
        "verify --digest x --recorded-compact= a | --recorded-compact is empty",
        "inspect a b | unexpected argument b",
        "inspect --depth | --depth needs a value: --depth DEPTH",
        "inspect --depth deep a | --depth: 'deep' is unknown; give structure, content or layers",
        "inspect --threads many a | --threads: 'many' is not a whole number",
        "inspect --threads 99 a | --threads 99: give a number from 1 to 16",
        "inspect --hash-archive=yes a | --hash-archive takes no value, but got 'yes'",
        "inspect --ref b --ref c a | --ref is given twice; give it once",
        "inspect --find abc a | not a digest",
        "inspect --ref b oci:a:c | name different images",
        "verify --digest abc a | not a digest",
        "record --wait 3 a | --wait: invalid duration '3': add a unit, for example 30s",
        "record --wait 3d a | invalid duration '3d': the unit 'd' is unknown; use h, m, s, ms, us",
        "record --wait -3s a | invalid duration '-3s': it is negative",
        "record --next-uid root a | --next-uid: 'root' is not a whole number",
        "report --format pdf a | 'pdf' is unknown; give text, markdown, html, json, junit or"
            + " github",
        "inspect --format xml a | 'xml' is unknown; give text or json",
        "inspect --dept content a | unknown option --dept; did you mean --depth?",
        "inspect --output a b | --output is an option of record, verify, explain, report, not of"
            + " inspect",
        "find a.tar 0123456789abcdef | DIGEST: 'a.tar' is not a digest",
        "inspect ~/a.tar | begins with ~",
        "inspect *.tar | is a pattern that no shell replaced",
        "inspect file:///w/a.tar | is a URL; give the path alone: /w/a.tar",
        "inspect C:\\w\\a.tar | is a Windows path",
        "insp a | unknown command insp; did you mean inspect",
        "version | unknown command version; give --version",
        "help verfy | unknown command verfy; did you mean verify?",
        "--ref a inspect b | --ref is an option of record, verify, inspect; write it after the"
            + " command",
        "\"\" | give a command",
        "inspect docker://quay.io/a/b:1 | skopeo copy docker://quay.io/a/b:1 oci-archive:image.tar",
        "inspect dir:/tmp/x | is not a file: custody does not read dir:",
        "inspect containers-storage:a | custody does not read containers-storage:",
        "inspect https://a/image.tar | download it first",
        "inspect quay.io/a/b:1.0 | is an image in a registry",
      })
  void saysWhatIsMissingOrUnusable(String line, String message) throws IOException {
    Said said = run(line);
    assertEquals(ExitCode.USAGE, said.code(), said.toString());
    assertTrue(said.err().contains(message), said.toString());
    assertTrue(said.err().contains("Try 'custody help"), said.toString());
    assertEquals("", said.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect $(workspaces.nope.path)/image.tar",
        "explain ${WORKSPACE}/image.tar",
        "record -o {{workspace}}/r.json image.tar",
        "record -o {a}$(params.nope)/r.json image.tar",
        "record --compact-file=$(step.results.nope.path) image.tar",
        "verify --digest $(tasks.build.results.DIGEST) image.tar",
        "inspect $[params.path]/image.tar",
        "inspect oci-archive:$WORKSPACE/image.tar",
        "record --output={}$(x)/r.json image.tar",
        "record -o {\"a\"}$(x)/r.json image.tar",
      })
  void namesAVariableThatNobodyReplaced(String line) throws IOException {
    Said said = run(line);
    assertEquals(ExitCode.USAGE, said.code(), said.toString());
    assertTrue(said.err().startsWith("custody: UNRESOLVED_VARIABLE: "), said.toString());
    assertEquals("", said.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/image.tar\n",
        "\t/image.tar",
        "'/image.tar'",
        "\"/image.tar\"",
        "a\r\n",
        "image.tar\u00a0",
        "\u200bimage.tar",
        "\ufeffimage.tar",
        "\u201cimage.tar\u201d",
        "\u2018image.tar",
        "\"image.tar",
        "image.tar'",
      })
  void namesWhiteSpaceAndQuotesAroundAnArgument(String argument) throws IOException {
    Said said = run("inspect " + argument);
    assertEquals(ExitCode.USAGE, said.code(), said.toString());
    assertTrue(said.err().startsWith("custody: WHITESPACE_IN_ARGUMENT: "), said.toString());
    assertEquals(1, said.err().lines().count(), said.toString());
  }

  /** Tekton cannot leave an argument out; an equals sign at the end of a value is part of it. */
  @Test
  void dropsOnlyOptionsWithoutAValue() {
    CommandLine command = new CommandLine(CommandSpec.create());
    CommandSpec sub = CommandSpec.create();
    sub.addOption(OptionSpec.builder("-f", "--file").type(String.class).build());
    sub.addOption(OptionSpec.builder("--flag").type(boolean.class).build());
    command.addSubcommand("sub", sub);
    assertEquals(
        List.of("sub", "-f", "a=", "--flag", "", "--file=b="),
        List.of(
            Arguments.given(
                command,
                new String[] {
                  "sub", "-f", "a=", "--file", "", "--file=", "--flag", "", "--file=b="
                })));
  }

  @Test
  void everyCommandHasHelpAndVersion() throws IOException {
    for (String command : COMMANDS) {
      Said help = run(command + " --help");
      assertEquals(0, help.code(), help.toString());
      assertTrue(help.out().startsWith("Usage: custody " + command), help.toString());
      assertEquals(help.out(), run("help " + command).out());
      assertEquals("custody " + Version.text() + "\n", run(command + " --version").out());
    }
  }

  @Test
  void helpNamesEveryCommandThatIsNotHidden() throws IOException {
    String help = run("help").out();
    for (String command : COMMANDS) {
      assertTrue(help.contains("\n  " + command + " "), help);
    }
    assertFalse(help.contains("rehearse"), help);
    assertFalse(help.contains("generate-completion"), help);
    assertEquals(help, run("--help").out());
  }

  @Test
  void helpSaysHowManyThreadsAreTakenAndCanBe() throws IOException {
    for (String command : List.of("record", "verify", "inspect")) {
      String help = run("help " + command).out().replaceAll("\\s+", " ");
      assertTrue(
          help.contains(
              "Reads and hashes content with this many threads, 1 to 16. Default: one for each"
                  + " processor that this process may use, 16 at most."),
          help);
    }
  }
}
