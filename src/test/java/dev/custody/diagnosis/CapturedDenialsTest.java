package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.record.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every captured situation through the whole engine, against {@code denials/expected.txt}: each
 * line a capture and all causes it shows, the surest first. After an intended change run with
 * {@code -Dcustody.golden=write} and read the difference.
 */
class CapturedDenialsTest {
  private static final Path DENIALS = Path.of("src/test/resources/denials");
  private static final Path EXPECTED = DENIALS.resolve("expected.txt");

  @Test
  void namesWhatWasTheCause() throws IOException {
    List<String> lines;
    try (Stream<Path> files = Files.list(DENIALS)) {
      lines =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(CapturedDenialsTest::line)
              .toList();
    }
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.write(EXPECTED, lines);
    }
    assertEquals(String.join("\n", Files.readAllLines(EXPECTED)), String.join("\n", lines));
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      String first = parts[1].split(" ", 2)[0];
      CauseTable.namedRight(
          first.equals("nothing") ? "NONE" : first, CauseTable.Origin.CAPTURE, parts[0]);
    }
  }

  private static String line(Path file) {
    String name = file.getFileName().toString().replace(".json", "");
    try {
      Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(Capture.read(file), List.of()));
      String causes =
          result.findings().stream()
              .filter(f -> f.kind() == Finding.Kind.CAUSE)
              .map(f -> f.cause() + " " + f.confidence().name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      return name + ": " + (causes.isEmpty() ? "nothing" : causes);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }
}
