package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.gate.Gate;
import dev.custody.gate.Recorded;
import dev.custody.oci.Digest;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded situation through the whole content side: {@code causes/ID/SITUATION} must be
 * named ID and nothing as sure beside it, {@code healthy/SITUATION} must not be named at all. With
 * {@code -Dcustody.golden=write} the expected findings are written instead of compared.
 */
class ContentSituationsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** What one folder holds: records, at least the observed one, and digests given alone. */
  record Situation(
      Path folder, ExecutionRecord observed, List<ExecutionRecord> recorded, List<Digest> digests) {
    @Override
    public String toString() {
      return RESOURCES.relativize(folder).toString();
    }

    List<Finding> findings() {
      return ContentCauses.findings(new Content(observed, recorded, digests));
    }

    String verdict() {
      List<Recorded> evidence = new ArrayList<>();
      recorded.forEach(r -> evidence.add(Recorded.of("recorded.json", r, null)));
      digests.forEach(d -> evidence.add(Recorded.ofDigest("--digest", d)));
      // A situation seen without a record is held against itself.
      if (evidence.isEmpty()) {
        evidence.add(Recorded.of("itself", observed, null));
      }
      return Gate.compare(evidence, observed).word();
    }
  }

  static Stream<Situation> causes() throws IOException {
    Set<String> ours = ContentCauses.ALL.stream().map(ContentCause::id).collect(Collectors.toSet());
    return situations("causes")
        .filter(s -> ours.contains(s.folder.getParent().getFileName().toString()));
  }

  static Stream<Situation> healthy() throws IOException {
    return situations("healthy");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void namesTheIntendedCauseAndNoOther(Situation situation) {
    String intended = situation.folder.getParent().getFileName().toString();
    List<Finding> findings = situation.findings();
    Finding named =
        findings.stream().filter(f -> f.cause().equals(intended)).findFirst().orElseThrow();
    for (Finding other : findings) {
      assertTrue(
          other.equals(named)
              || other.kind().compareTo(named.kind()) > 0
              || (other.kind() == named.kind()
                  && other.confidence().compareTo(named.confidence()) > 0),
          () -> other + " is as sure as " + named);
    }
    assertEquals(named.kind() != Finding.Kind.CAUSE, situation.verdict().equals("pass"), "verdict");
    System.out.printf(
        "%-24s %-28s %-8s %-8s %-8s named right%n",
        intended,
        situation.folder.getFileName(),
        named.kind(),
        named.confidence(),
        situation.verdict());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("healthy")
  void namesNoCauseWhereNothingIsWrong(Situation situation) {
    assertEquals(
        List.of(),
        situation.findings().stream().filter(f -> f.kind() != Finding.Kind.NOTE).toList());
    assertEquals("pass", situation.verdict());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"causes", "healthy"})
  void findsWhatTheFolderExpects(Situation situation) throws IOException {
    Path expected = situation.folder.resolve("expected.json");
    String actual =
        RecordJson.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(situation.findings())
            + "\n";
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual);
  }

  @Test
  void everyCauseHasASituation() throws IOException {
    assertEquals(
        ContentCauses.ALL.stream().map(ContentCause::id).collect(Collectors.toSet()),
        causes()
            .map(s -> s.folder.getParent().getFileName().toString())
            .collect(Collectors.toSet()));
  }

  private static Stream<Situation> situations(String root) throws IOException {
    List<Situation> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RESOURCES.resolve(root))) {
      for (Path file : files.filter(f -> f.endsWith("observed.json")).sorted().toList()) {
        found.add(read(file.getParent()));
      }
    }
    return found.stream();
  }

  private static Situation read(Path folder) throws IOException {
    List<ExecutionRecord> recorded = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().matches("recorded.*\\.json"))
              .sorted()
              .toList()) {
        recorded.add(record(file));
      }
    }
    Path digest = folder.resolve("recorded-digest.txt");
    return new Situation(
        folder,
        record(folder.resolve("observed.json")),
        recorded,
        Files.exists(digest) ? List.of(Digest.parse(Files.readString(digest).strip())) : List.of());
  }

  private static ExecutionRecord record(Path file) throws IOException {
    String json = Files.readString(file);
    RecordValidation.assertValid(json);
    try {
      return RecordFile.parse(json, file.toString());
    } catch (dev.custody.record.UnreadableRecordException e) {
      throw new IOException(e);
    }
  }
}
