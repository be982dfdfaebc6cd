package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.write.WriteCause;
import dev.custody.gate.Gate;
import dev.custody.gate.Verdict;
import dev.custody.gate.VerdictWord;
import dev.custody.linux.WriteProbe;
import dev.custody.oci.Digest;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordJson;
import dev.custody.record.RecordValidation;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.UnreadableRecordException;
import dev.custody.report.text.ExplainText;
import dev.custody.report.text.VerdictText;
import dev.custody.report.text.WriteText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation on file through the whole engine, text and JSON as users get them. {@code
 * causes/ID/SITUATION} must be named ID and nothing as sure beside it, {@code healthy/SITUATION}
 * must not be named at all. A folder holds the records of the situation, or names a capture, and
 * what is expected; with {@code -Dcustody.golden=write} that is written instead of compared: read
 * the difference.
 */
class SituationsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  /** Said beside the denial that they explain, and less sure than it. */
  private static final Set<CauseId> BESIDE_A_DENIAL =
      Stream.of(Causes.ORIGIN, Causes.IDENTITY)
          .flatMap(List::stream)
          .flatMap(List::stream)
          .map(AccessCause::id)
          .collect(Collectors.toSet());

  /**
   * What one folder holds.
   *
   * @param writing what the kernel says of a file to be written; null where one is read
   * @param observed with what the engine finds in it
   * @param origin where the evidence is from
   */
  record Situation(
      Path folder,
      ExecutionRecord observed,
      List<RecordedEvidence> recorded,
      @Nullable WriteProbe writing,
      CauseTable.Origin origin) {
    CauseId intended() {
      return CauseId.valueOf(folder.getParent().getFileName().toString());
    }

    List<Finding> findings() {
      return observed.findings();
    }

    Verdict verdict() {
      // A situation seen without a record is compared with itself.
      List<RecordedEvidence> evidence =
          recorded.isEmpty()
              ? List.of(new RecordedEvidence.Full("itself", observed, null))
              : recorded;
      return Gate.compare(evidence, observed);
    }

    /** What explain prints of a path, verify of an archive. */
    String text() {
      if (writing != null) {
        return WriteText.describe(observed, writing, observed.findings().isEmpty());
      }
      return observed.archive().evidence() == null
          ? ExplainText.describe(observed)
          : VerdictText.describe(verdict(), observed, List.of(), false);
    }

    @Override
    public String toString() {
      return RESOURCES.relativize(folder).toString();
    }
  }

  static List<Situation> causes() throws IOException {
    return situations("causes");
  }

  static List<Situation> healthy() throws IOException {
    return situations("healthy");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void namesTheIntendedCauseAndNoOther(Situation situation) {
    CauseId intended = situation.intended();
    List<Finding> findings = new ArrayList<>(situation.findings());
    if (BESIDE_A_DENIAL.contains(intended)) {
      Finding denial = findings.removeFirst();
      assertTrue(
          Set.of(CauseId.MODE_DENIES, CauseId.DIR_NOT_SEARCHABLE).contains(denial.cause()),
          findings.toString());
    }
    Finding named = findings.stream().filter(f -> f.cause() == intended).findFirst().orElseThrow();
    for (Finding other : findings) {
      // Several causes that fit the evidence are all shown, at medium, the likeliest first.
      boolean both =
          named.confidence() == Finding.Confidence.MEDIUM
              && findings.indexOf(named) < findings.indexOf(other);
      assertTrue(
          other.equals(named) || both || Finding.SUREST_FIRST.compare(named, other) < 0,
          () -> other + " is as sure as " + named);
    }
    assertFalse(named.evidence().isEmpty(), named.toString());
    assertFalse(named.remedy().isBlank(), named.toString());
    assertFalse(named.confirm().isBlank(), named.toString());
    // Against itself an archive passes, whatever its build says.
    boolean byItsBuild =
        situation.recorded.isEmpty() && situation.observed.archive().built() != null;
    if (situation.observed.archive().evidence() != null && !byItsBuild) {
      assertEquals(
          named.kind() != Finding.Kind.CAUSE,
          situation.verdict() instanceof Verdict.Pass,
          situation.verdict()::toString);
    }
    CauseTable.namedRight(
        intended.name(), situation.origin, situation.folder.getFileName().toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("healthy")
  void namesNoCauseWhereNothingIsWrong(Situation situation) {
    assertEquals(
        List.of(),
        situation.findings().stream().filter(f -> f.kind() != Finding.Kind.NOTE).toList());
    if (situation.observed.archive().evidence() != null) {
      assertEquals(VerdictWord.PASS, situation.verdict().word());
    }
    CauseTable.namedRight("NONE", situation.origin, situation.folder.getFileName().toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"causes", "healthy"})
  void readsAsExpected(Situation situation) throws IOException {
    compare(situation.folder.resolve("expected.txt"), situation.text());
    compare(
        situation.folder.resolve("expected.json"),
        RecordJson.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(situation.findings())
            + "\n");
    // A command is never broken, so that it can be pasted.
    assertTrue(
        situation
            .text()
            .lines()
            .allMatch(line ->
                line.length() <= 100 || line.matches(" {2}[a-z ]{15}(skopeo|custody|kubectl) .*")),
        "100 columns");
  }

  private static void compare(Path golden, String actual) throws IOException {
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.readString(golden), actual, golden.toString());
  }

  @Test
  void everyCauseHasASituation() throws IOException {
    Stream<CauseId> access =
        Stream.of(Causes.ACCESS, Causes.UNEXPLAINED, Causes.ORIGIN, Causes.IDENTITY)
            .flatMap(List::stream)
            .flatMap(List::stream)
            .map(AccessCause::id);
    Stream<CauseId> others =
        Stream.concat(
            Causes.WRITE.stream().map(WriteCause::id),
            Stream.concat(
                Causes.CONTENT.stream().map(ContentCause::id),
                Stream.of(
                    CauseId.PROBE_IDENTITY_DIFFERS,
                    CauseId.READ_ONLY_MOUNT,
                    CauseId.FSGROUP_NOT_APPLIED,
                    CauseId.LABEL_NOT_FIXED)));
    assertEquals(Stream.concat(access, others).collect(Collectors.toSet()), folders());
  }

  private static Set<CauseId> folders() throws IOException {
    try (Stream<Path> folders = Files.list(RESOURCES.resolve("causes"))) {
      return folders
          .map(folder -> CauseId.valueOf(folder.getFileName().toString()))
          .collect(Collectors.toSet());
    }
  }

  static List<Situation> situations(String root) throws IOException {
    List<Situation> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(RESOURCES.resolve(root))) {
      for (Path file :
          files
              .filter(f -> f.endsWith("observed.json") || f.endsWith("capture.txt"))
              .sorted()
              .toList()) {
        found.add(read(file.getParent()));
      }
    }
    return found;
  }

  static Situation read(Path folder) throws IOException {
    Path capture = folder.resolve("capture.txt");
    Path own = folder.resolve("capture.json");
    boolean captured = Files.exists(capture) || Files.exists(own);
    ExecutionRecord observed =
        !captured
            ? record(folder.resolve("observed.json"))
            : Capture.read(
                Files.exists(own)
                    ? own
                    : RESOURCES
                        .resolve("denials")
                        .resolve(Files.readString(capture).strip() + ".json"));
    List<RecordedEvidence> recorded = new ArrayList<>();
    for (Path file : matching(folder, "recorded.*\\.json")) {
      recorded.add(new RecordedEvidence.Full("recorded.json", record(file), null));
    }
    for (Path file : matching(folder, "recorded-digest\\.txt")) {
      recorded.add(
          new RecordedEvidence.DigestOnly(
              "--digest", Digest.parse(Files.readString(file).strip())));
    }
    Path write = folder.resolve("write.json");
    if (Files.exists(write)) {
      WriteProbe probe = RecordJson.mapper().readValue(Files.readString(write), WriteProbe.class);
      return new Situation(
          folder,
          observed.diagnosed(Diagnosis.ofWriting(observed.process(), probe), List.of()),
          recorded,
          probe,
          CauseTable.Origin.FIXTURE);
    }
    DiagnosisInput evidence = new DiagnosisInput(observed, recorded);
    Path nextUid = folder.resolve("next-uid.txt");
    Diagnosis.Result result =
        Files.exists(nextUid)
            ? Diagnosis.of(evidence, Long.parseLong(Files.readString(nextUid).strip()))
            : Diagnosis.of(evidence);
    return new Situation(
        folder,
        observed.diagnosed(result.findings(), result.notDone()),
        recorded,
        null,
        captured ? CauseTable.Origin.CAPTURE : CauseTable.Origin.FIXTURE);
  }

  private static List<Path> matching(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  /** Those on file are of schema version 1, so this reads them as a later custody does. */
  private static ExecutionRecord record(Path file) throws IOException {
    try {
      ExecutionRecord record = RecordFile.parse(Files.readString(file), file.toString());
      RecordValidation.assertValid(new String(RecordFile.bytes(record), StandardCharsets.UTF_8));
      return record;
    } catch (UnreadableRecordException e) {
      throw new IOException(e);
    }
  }
}
