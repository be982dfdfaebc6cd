package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.diagnosis.SampleArchive;
import dev.custody.oci.Problem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadErrorsTest {
  private final SampleArchive sample = new SampleArchive();

  @Test
  void readsThatFailedGetTheNameOfTheirError() {
    sample.problem(Problem.Kind.READ_ERROR, "offset 512", null, "Input/output error");
    sample.problem(Problem.Kind.READ_ERROR, "offset 1024", null, "words of another language");
    sample.problem(Problem.Kind.TRUNCATED, "offset 2048", null, "Input/output error");
    assertEquals(
        Arrays.asList("EIO", "UNKNOWN", null),
        ReadErrors.named(sample.build()).checks().problems().stream().map(Problem::errno).toList());
  }

  /** The field decides; a record of custody 0.2.0 has the words alone. */
  @Test
  void theFieldGoesBeforeTheWords() {
    sample.problem(Problem.Kind.READ_ERROR, "offset 512", null, "Input/output error");
    Problem old = sample.problems.getFirst();
    assertEquals(
        List.of("EIO", "ESTALE"),
        List.of(ReadErrors.name(old), ReadErrors.name(old.withErrno("ESTALE"))));
  }
}
