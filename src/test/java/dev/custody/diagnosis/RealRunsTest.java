package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.record.CompactRecord;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.UnreadableRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Records that custody wrote in pods of a real cluster and under SELinux enforcing, through the
 * whole engine, against {@code runs/expected.txt}: each line a run and every cause that it shows.
 * With the build's full record, and with the compact form of it, which keeps less and must not
 * invent more. After an intended change run with {@code -Dcustody.golden=write} and read the
 * difference.
 */
class RealRunsTest {
  private static final Path RUNS = Path.of("src/test/resources/runs");
  private static final Path EXPECTED = RUNS.resolve("expected.txt");

  @Test
  void namesWhatHappened() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> folders = Files.list(RUNS).filter(Files::isDirectory).sorted()) {
      for (Path folder : folders.toList()) {
        addLines(lines, folder);
      }
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

  private static void addLines(List<String> lines, Path folder) throws Exception {
    ExecutionRecord observed = record(folder.resolve("observed.json"));
    String name = folder.getFileName().toString();
    Path full = folder.resolve("recorded.json");
    Path compact = folder.resolve("recorded-compact.json");
    if (Files.exists(full)) {
      ExecutionRecord recorded = record(full);
      String json = CompactRecord.of(recorded, Files.readAllBytes(full)).json();
      lines.add(
          line(
              name + ", full record",
              observed,
              new RecordedEvidence.Full("recorded.json", recorded, null)));
      lines.add(line(name + ", compact record", observed, compact(json)));
    } else if (Files.exists(compact)) {
      lines.add(line(name + ", compact record", observed, compact(Files.readString(compact))));
    } else {
      lines.add(line(name, observed));
    }
  }

  private static RecordedEvidence compact(String json) throws UnreadableRecordException {
    return new RecordedEvidence.Compact("compact", CompactRecord.parse(json, "compact"));
  }

  private static String line(String name, ExecutionRecord observed, RecordedEvidence... recorded) {
    String causes =
        Diagnosis.of(new DiagnosisInput(observed, List.of(recorded))).findings().stream()
            .filter(f -> f.kind() == Finding.Kind.CAUSE)
            .map(f -> f.cause() + " " + f.confidence().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return name + ": " + (causes.isEmpty() ? "nothing" : causes);
  }

  private static ExecutionRecord record(Path file) throws IOException, UnreadableRecordException {
    return RecordFile.parse(
        Files.readString(file, StandardCharsets.UTF_8), file.getFileName().toString());
  }
}
