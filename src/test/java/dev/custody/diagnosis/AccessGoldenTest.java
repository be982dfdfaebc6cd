package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordJson;
import dev.custody.report.ExplainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What explain prints for each cause of access, as text and as findings: {@code
 * causes/ID/explain.txt} and {@code explain.json}. The records are captures where there is one,
 * else the situations of {@link AccessSituationsTest}. After an intended change run with {@code
 * -Dcustody.golden=write} and read the difference.
 */
class AccessGoldenTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @TestFactory
  List<DynamicTest> readsAsExpected() throws IOException {
    Map<String, ExecutionRecord> byCause = new TreeMap<>(AccessSituationsTest.diagnosed());
    try (Stream<Path> captures = Files.list(RESOURCES.resolve("denials"))) {
      for (Path file : captures.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        ExecutionRecord record = diagnosed(Capture.read(file));
        record.findings().stream()
            .filter(f -> f.kind() == Finding.Kind.CAUSE)
            .findFirst()
            .ifPresent(f -> byCause.putIfAbsent(f.cause(), record));
      }
    }
    List<DynamicTest> tests = new ArrayList<>();
    byCause.forEach(
        (cause, record) -> tests.add(DynamicTest.dynamicTest(cause, () -> check(cause, record))));
    return tests;
  }

  private static void check(String cause, ExecutionRecord record) throws IOException {
    Path folder = RESOURCES.resolve("causes").resolve(cause);
    compare(folder.resolve("explain.txt"), ExplainText.describe(record));
    compare(
        folder.resolve("explain.json"),
        RecordJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(record.findings())
            + "\n");
  }

  private static void compare(Path golden, String text) throws IOException {
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, text);
    }
    assertEquals(Files.readString(golden), text, golden.toString());
  }

  private static ExecutionRecord diagnosed(ExecutionRecord record) {
    Diagnosis.Result result = Diagnosis.of(new Case(record, List.of(), List.of()));
    return record.diagnosed(result.findings(), result.notDone());
  }
}
