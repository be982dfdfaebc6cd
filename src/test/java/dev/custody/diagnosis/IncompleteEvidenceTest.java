package dev.custody.diagnosis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.linux.Component;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import dev.custody.record.ObservedArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every situation on file with a piece of its evidence taken away: the engine never fails, names no
 * cause as certain that it did not name before, and says what could not be checked.
 */
class IncompleteEvidenceTest {
  private static final ExtendedAttribute HIDDEN = new ExtendedAttribute.NotChecked("masked");

  private static final Map<String, UnaryOperator<ExecutionRecord>> WITHOUT =
      new TreeMap<>(
          Map.of(
              "credentials",
              r -> process(r, p -> identity(p, false, true, true, true)),
              "capabilities",
              r -> process(r, p -> identity(p, true, false, true, true)),
              "label of the process",
              r -> process(r, p -> identity(p, true, true, false, true)),
              "user namespace",
              r -> process(r, p -> identity(p, true, true, true, false)),
              "everything of the process",
              r -> process(r, p -> identity(p, false, false, false, false)),
              "mounts",
              r -> with(r, r.process(), List.of(), r.archive().walk()),
              "labels and ACLs of files",
              r -> with(r, r.process(), r.mounts(), masked(r.archive().walk()))));

  @TestFactory
  Stream<DynamicTest> neverGuesses() throws IOException {
    return Stream.concat(captures(), Stream.concat(situations("causes"), situations("healthy")));
  }

  private static Stream<DynamicTest> captures() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/denials"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        DiagnosisInput whole = new DiagnosisInput(Capture.read(file), List.of());
        tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(whole)));
      }
    }
    return tests.stream();
  }

  private static Stream<DynamicTest> situations(String root) throws IOException {
    return SituationsTest.situations(root).stream()
        .map(s ->
            DynamicTest.dynamicTest(
                s.toString(), () -> check(new DiagnosisInput(s.observed(), s.recorded()))));
  }

  private static void check(DiagnosisInput whole) {
    List<CauseId> certain = certain(Diagnosis.of(whole));
    WITHOUT.forEach((what, remove) -> {
      ExecutionRecord less = remove.apply(whole.observed());
      Diagnosis.Result result = Diagnosis.of(new DiagnosisInput(less, whole.recorded()));
      for (CauseId cause : certain(result)) {
        assertTrue(certain.contains(cause), "certain only without the " + what + ": " + cause);
      }
      assertTrue(
          less.archive().decidingWalk().readable()
              || !result.notDone().isEmpty()
              || what.startsWith("label of the"),
          what);
    });
  }

  private static List<CauseId> certain(Diagnosis.Result result) {
    return result.findings().stream()
        .filter(f -> f.kind() == Finding.Kind.CAUSE)
        .filter(f -> f.confidence() == Finding.Confidence.CERTAIN)
        .map(Finding::cause)
        .collect(Collectors.toList());
  }

  private static ExecutionRecord process(
      ExecutionRecord record, UnaryOperator<ProcessIdentity> change) {
    return with(record, change.apply(record.process()), record.mounts(), record.archive().walk());
  }

  private static ProcessIdentity identity(
      ProcessIdentity p, boolean credentials, boolean capabilities, boolean label, boolean maps) {
    return new ProcessIdentity(
        credentials ? p.credentials() : null,
        capabilities ? p.capabilities() : null,
        p.noNewPrivileges(),
        p.seccomp(),
        p.umask(),
        label ? p.label() : null,
        maps ? p.userNamespace() : null,
        p.containerStarted(),
        p.unknownFields());
  }

  private static PathWalk masked(PathWalk walk) {
    return new PathWalk(
        walk.path(),
        walk.components().stream()
            .map(c ->
                new Component(
                    c.path(),
                    c.status(),
                    c.lstat(),
                    c.open(),
                    c.read(),
                    c.linkTarget(),
                    c.mountId(),
                    HIDDEN,
                    HIDDEN,
                    HIDDEN))
            .toList(),
        walk.resolved());
  }

  private static ExecutionRecord with(
      ExecutionRecord r, ProcessIdentity process, List<Mount> mounts, PathWalk walk) {
    return new ExecutionRecord(
        r.schemaVersion(),
        r.custody(),
        r.createdAt(),
        r.step(),
        process,
        mounts,
        new ObservedArchive(
            walk,
            r.archive().refused(),
            r.archive().evidence(),
            r.archive().second(),
            r.archive().waiting(),
            r.archive().built()),
        r.files(),
        r.workspace(),
        r.temporary(),
        r.findings(),
        r.notDone());
  }
}
