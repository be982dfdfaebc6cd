package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.custody.linux.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
  private static final String BY_LINK =
      "Permission denied; opens when no symbolic link is followed";

  /** A record of custody 0.2.0 says it in the detail only. */
  @ParameterizedTest
  @CsvSource({"'',", "',\"opensWithoutLinks\":true',"})
  void anOpenThatOnlyALinkPreventsIsReadFromOldRecordsToo(String property) {
    Outcome read =
        RecordJson.mapper()
            .readValue(
                "{\"result\":\"failed\",\"errno\":\"EACCES\",\"detail\":\""
                    + BY_LINK
                    + "\""
                    + property
                    + "}",
                Outcome.class);
    assertEquals(new Outcome.Failed("EACCES", BY_LINK, true), read);
  }

  @Test
  void otherFailuresAreWrittenAsBefore() {
    Outcome.Failed failed = new Outcome.Failed("EACCES", "Permission denied");
    assertNull(failed.opensWithoutLinks());
    assertEquals(
        "{\"result\":\"failed\",\"errno\":\"EACCES\",\"detail\":\"Permission denied\"}",
        RecordJson.mapper().writerFor(Outcome.class).writeValueAsString(failed));
  }
}
