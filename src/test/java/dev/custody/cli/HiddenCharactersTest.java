package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Layouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that another task chose steer no terminal and forge no line of a log. */
class HiddenCharactersTest {
  /** Clears the line, turns the text, a tag, a private character and a line of its own. */
  private static final String NAME =
      "a\u001b[2Kb\u202ec\udb40\udc41d\u2066e\u200bf\ue000g\rh\ncustody-record: {}\u2028i\u009bj";

  @TempDir Path work;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(work.resolve(NAME));
    Layouts.oneImage().store(folder.resolve("image.tar"));
    Files.writeString(folder.resolve("other" + NAME), "x");
    Files.createDirectory(folder.resolve("dir"));
    Files.writeString(folder.resolve("bad.json"), "{");
    run("record", "-q", "-o", "@/r.json", "@/image.tar");
  }

  private Program.Result run(String... arguments) {
    return InProcess.run(
        Arrays.stream(arguments)
            .map(a -> a.replace("@", folder.toString()))
            .toArray(String[]::new));
  }

  private static void assertVisible(String what, String text) {
    List<String> hidden =
        text.codePoints()
            .filter(c -> c != '\n')
            .filter(c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      true;
                  default -> false;
                })
            .mapToObj(Integer::toHexString)
            .toList();
    assertEquals(List.of(), hidden, what + "\n" + text);
    assertTrue(
        text.lines().noneMatch(line -> line.startsWith("custody-record: {}")),
        "a forged line: " + what + "\n" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "record @/image.tar",
        "record -o - @/image.tar",
        "record --format json @/image.tar",
        "record -o @/dir --digest-file @/dir --compact-file @/dir @/image.tar",
        "record --compact-file /dev/stdout -o @/x.json @/image.tar",
        "record --built-id @/none -o @/x.json @/image.tar",
        "record -o @/image.tar @/image.tar",
        "record --depth @/x @/image.tar",
        "record @/missing",
        "record -o - @/bad.json",
        "verify --verbose --recorded @/r.json -o - @/image.tar",
        "verify --recorded @/bad.json --verdict-file @/dir --statement-file @/s @/image.tar",
        "verify --recorded @/missing --format json @/image.tar",
        "verify --digest @/x @/image.tar",
        "inspect @/image.tar",
        "inspect --format json @/image.tar",
        "inspect --find 0123456789ab @/image.tar",
        "inspect @/missing",
        "explain @/image.tar",
        "explain --write @/dir",
        "explain --write --format json -o @/dir @/missing/x",
        "explain -o - @/missing/x",
        "compare @/r.json @/r.json",
        "compare @/bad.json @/r.json",
        "compare @/missing @/r.json",
        "confirm --recorded @/r.json @/bad.json",
        "confirm --recorded @/missing --digest-file @/dir @/missing",
        "find 0123456789ab @/image.tar @/bad.json @/missing",
        "report --format text @/r.json @/bad.json",
        "report @/missing --save @/dir",
        "report --format json @",
        "report --format github @",
        "report --task-result @=@ @/r.json",
        "inspect @",
        "@",
      })
  void noneIsPrinted(String line) {
    Program.Result result = run(line.split(" "));
    assertVisible(line + ", standard output", result.out());
    assertVisible(line + ", standard error", result.err());
  }

  /** A record's file is printed by somebody sooner or later. */
  @Test
  void noneIsInARecordAndItIsTheSameRecord() throws IOException {
    String json = Files.readString(folder.resolve("r.json"));
    assertVisible("r.json", json);
    Program.Result compared = run("compare", "@/r.json", "@/r.json");
    assertEquals(ExitCode.OK, compared.code(), compared.toString());
    assertTrue(json.contains("\\u202E") || json.contains("\\u202e"), json);
  }
}
