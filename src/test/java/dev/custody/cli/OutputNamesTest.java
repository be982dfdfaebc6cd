package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** No command line may overwrite what it reads, nor one output with another. */
class OutputNamesTest {
  /** Their value names a directory whose free space is asked. */
  private static final Set<String> NEITHER = Set.of("--temp-dir");

  @TempDir Path work;

  @BeforeEach
  void make() throws IOException {
    Layouts.oneImage().store(work.resolve("image.tar"));
    Layouts.oneImage().storeDirectory(work.resolve("layout"));
    Files.createDirectories(work.resolve("records/deep"));
    assertEquals(0, run("record -q -o @/r.json @/image.tar").code());
    Files.copy(work.resolve("r.json"), work.resolve("records/a.json"));
    Files.createDirectories(work.resolve("logs"));
    Files.writeString(work.resolve("logs/build.log"), "+ skopeo copy\n");
    Files.writeString(work.resolve("logs/old.md"), "# an earlier report\n");
    Files.createDirectories(work.resolve("dumps/deep"));
    Files.writeString(
        work.resolve("dumps/deep/pods.json"),
        "{\"kind\": \"Pod\", \"metadata\": {\"name\": \"build-pod\"}}");
    Files.writeString(work.resolve("dumps/report.json"), "{\"verdict\": \"pass\"}");
    Files.createLink(work.resolve("hard.tar"), work.resolve("image.tar"));
    Files.createSymbolicLink(work.resolve("link.tar"), work.resolve("image.tar"));
    Files.createSymbolicLink(work.resolve("linked"), work.resolve("records"));
    Files.createSymbolicLink(work.resolve("dangling"), Path.of("records/../new"));
  }

  private Program.Result run(String line) {
    return InProcess.run(
        Stream.of(line.split(" "))
            .map(a -> a.replace("@", work.toString()))
            .toArray(String[]::new));
  }

  private Map<String, byte[]> contents() throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file.toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // An output and the archive, by the same name, another form of it, a link or a hard link.
        "record -o @/image.tar @/image.tar",
        "record -o @/image.tar oci-archive:@/image.tar:latest",
        "record --digest-file @/records/../image.tar @/image.tar",
        "record --compact-file=@/./image.tar @/image.tar",
        "record --sha256-file @/link.tar @/image.tar",
        "record --provenance-file @/image.tar @/link.tar",
        "record --digest-result @/hard.tar @/image.tar",
        "record -o @/gone.tar @/gone.tar",
        "verify --digest 0123456789ab --statement-file @/image.tar @/image.tar",
        // An output and another input.
        "verify --recorded @/r.json -o @/r.json @/image.tar",
        "verify --recorded @/records/a.json --cause-file @/linked/a.json @/image.tar",
        "verify --recorded @/missing.json -o @/missing.json @/image.tar",
        "record --file @/r.json -o @/r.json @/image.tar",
        "record --built-id @/id -o @/id @/image.tar",
        "explain -o @/image.tar @/image.tar",
        "explain --write -o @/image.tar @/link.tar",
        "confirm --recorded @/r.json --verdict-file @/m.json @/m.json",
        "confirm --recorded @/r.json --config @/c.json --digest-file @/c.json @/m.json",
        "report -o @/r.json @/r.json",
        "report --from-log @/log --save @/log @/r.json",
        "report --cluster @/c.json --summary-file @/c.json @/r.json",
        // Two outputs.
        "record -o @/x --compact-file @/x @/image.tar",
        "record --digest-file @/x --sha256-file @/records/../x @/image.tar",
        "record --digest-file @/new --sha256-file @/dangling @/image.tar",
        "record --digest-file @/records/x --sha256-file @/linked/x @/image.tar",
        "record --digest-file @/records/none/../x --sha256-file @/linked/x @/image.tar",
        "verify --recorded @/r.json --verdict-file @/v --cause-file @/v @/image.tar",
        "report -o @/x.html --save @/x.html @/r.json",
        "report --save @/x.md --summary-file @/x.md @/r.json",
        // A part of a directory that is read.
        "record -o @/layout/index.json oci:@/layout",
        "record -o @/layout/blobs/sha256/x oci:@/layout",
        "report --format json -o @/records/a.json @/records",
        "report --format json -o @/linked/a.json @/records",
        "report --from-log @/logs --summary-file @/logs/build.log @/r.json",
        "report --cluster @/dumps --format json -o @/dumps/deep/pods.json @/r.json",
      })
  void isRefusedBeforeAnythingIsWritten(String line) throws IOException {
    Map<String, byte[]> before = contents();
    Program.Result result = run(line);
    assertEquals(ExitCode.USAGE, result.code(), result.toString());
    assertEquals("", result.out(), result.toString());
    assertTrue(result.err().contains("; custody looked at nothing"), result.toString());
    Map<String, byte[]> after = contents();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((file, content) -> assertArrayEquals(content, after.get(file), file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record -q -o /dev/null --compact-file /dev/null --digest-file /dev/null @/image.tar",
        "record -q -o @/x.json --digest-file @/x @/image.tar",
        "record -q -o @/layout/record.json oci:@/layout",
        "record -q --list @/records -o @/records/new.json @/image.tar",
        "verify -q --recorded none --recorded @/r.json -o @/none @/image.tar",
        "report --format json -o @/records/report.json @/records",
        "report -o @/records/new.md --save @/records/new.html @/records",
        "report --from-log @/logs -o @/logs/new.log @/r.json",
        "report --from-log @/logs -o @/logs/old.md @/r.json",
        "report --cluster @/dumps --format json -o @/dumps/report.json @/r.json",
      })
  void isNotRefusedOtherwise(String line) {
    Program.Result result = run(line);
    // One record alone gives a report no verdict.
    int code = line.startsWith("report") ? ExitCode.CANNOT_TELL : ExitCode.OK;
    assertEquals(code, result.code(), result.toString());
    assertEquals("", result.err());
  }

  /** A new option that names a file must be one that this check knows. */
  @Test
  void everyOptionThatNamesAFileIsAnInputOrAnOutput() {
    Set<String> unknown = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (CommandLine command : Main.model().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        String name = option.longestName();
        boolean file =
            Arrays.asList(option.paramLabel().split("\\|")).stream()
                .anyMatch(Set.of("FILE", "PATH", "DIR")::contains);
        boolean known = OutputOption.ALL.contains(name) || OutputNames.INPUTS.contains(name);
        if (known) {
          seen.add(name);
        }
        if (file && !known && !NEITHER.contains(name)) {
          unknown.add(command.getCommandName() + " " + name);
        }
      }
    }
    assertEquals(Set.of(), unknown);
    assertEquals(OutputOption.ALL.size() + OutputNames.INPUTS.size(), seen.size());
    assertFalse(OutputOption.ALL.stream().anyMatch(OutputNames.INPUTS::contains));
  }
}
