package dev.custody.report.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.Finding.Confidence;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The remedy of a finding, where the cluster names who changed the file. */
class WriterRemedyTest {
  private static final String SEARCH = "search for the writer";

  private static Finding finding(CauseId cause) {
    return new Finding(cause, Confidence.HIGH, "", List.of(), List.of(), SEARCH, "");
  }

  private static Writer writer(
      WriteMoment.Kind kind, @Nullable Confidence confidence, String... tasks) {
    return new Writer(
        kind,
        Situation.at(0),
        Situation.at(0),
        "",
        confidence,
        Stream.of(tasks).map(WriterRemedyTest::candidate).toList(),
        List.of(),
        null);
  }

  private static Writer.Candidate candidate(String task) {
    return new Writer.Candidate(
        null, null, task, Writer.Candidate.Kind.STEP, "s", task + "-pod", null, null, null, null);
  }

  private static String remedy(CauseId cause, Writer... writers) {
    return WriterRemedy.in(finding(cause), List.of(writers)).remedy();
  }

  /** Who removed the file is told apart from who wrote another. */
  @ParameterizedTest
  @CsvSource({
    "REMOVED,            cleaner, tamper",
    "REPLACED,           tamper,  cleaner",
    "REWRITTEN_IN_PLACE, tamper,  cleaner",
  })
  void theWriterOfWhatItIsAboutIsNamed(CauseId cause, String named, String other) {
    String remedy =
        remedy(
            cause,
            writer(WriteMoment.Kind.REMOVED, Confidence.CERTAIN, "cleaner"),
            writer(WriteMoment.Kind.REPLACED, Confidence.CERTAIN, "tamper"));
    assertTrue(remedy.contains(named), remedy);
    assertFalse(remedy.contains(other), remedy);
  }

  @Test
  void aProbableWriterIsAskedAboutBeforeOthers() {
    String remedy =
        remedy(CauseId.REPLACED, writer(WriteMoment.Kind.REPLACED, Confidence.MEDIUM, "tamper"));
    assertTrue(remedy.contains("tamper"), remedy);
    assertTrue(remedy.endsWith(SEARCH), remedy);
  }

  /**
   * Of several nobody is named, nor where nobody is known, nor for what has a remedy of its own.
   */
  @Test
  void otherwiseItsOwnRemedyStays() {
    Writer several = writer(WriteMoment.Kind.REPLACED, Confidence.MEDIUM, "tamper", "cleaner");
    assertEquals(SEARCH, remedy(CauseId.REPLACED, several));
    assertEquals(SEARCH, remedy(CauseId.REPLACED, writer(WriteMoment.Kind.REPLACED, null)));
    assertEquals(
        SEARCH,
        remedy(CauseId.TRUNCATED, writer(WriteMoment.Kind.REPLACED, Confidence.CERTAIN, "tamper")));
  }
}
