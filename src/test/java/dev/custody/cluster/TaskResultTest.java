package dev.custody.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskResultTest {
  @Test
  void namesAreExact() {
    assertEquals(TaskResult.VERDICT, TaskResult.named("VERDICT"));
    assertNull(TaskResult.named("MY_VERDICT"));
    assertNull(TaskResult.named("verdict"));
    assertFalse(TaskResult.is("MY_VERDICT", TaskResult.Kind.VERDICT));
  }

  /** What a step says counts, unless the task says the same under a name that is known for it. */
  @ParameterizedTest
  @CsvSource({
    "PUSH_VERDICT,    VERDICT,         true",
    "PUSH_CAUSE,      CAUSE,           true",
    "VERDICT,         VERDICT,         true",
    "MY_RESULT,       MY_RESULT,       true",
    "MY_VERDICT,      VERDICT,         false",
    "CAUSE,           VERDICT,         false",
    "PUSHED_DIGEST,   MANIFEST_DIGEST, false",
  })
  void aTaskHandsOnWhatItsStepSays(String result, String ofStep, boolean handsOn) {
    assertEquals(handsOn, TaskResult.handsOn(result, ofStep));
  }
}
