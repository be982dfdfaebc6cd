package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CauseNameTest {
  @ParameterizedTest
  @EnumSource(CauseId.class)
  void everyCauseOfTheCatalogueIsKnown(CauseId cause) {
    assertEquals(cause, new CauseName(cause.id()).known());
  }

  @Test
  void aCauseOfANewerVersionIsKept() {
    CauseName name = CauseName.parse("CAUSE_OF_2027");
    assertEquals(new CauseName("CAUSE_OF_2027"), name);
    assertNull(new CauseName("CAUSE_OF_2027").known());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE", "", "pass", "sha256:abc", "A", "lower_case"})
  void whatNamesNoCauseIsNone(String text) {
    assertNull(CauseName.parse(text));
    if (!text.equals("NONE")) {
      assertThrows(IllegalArgumentException.class, () -> new CauseName(text));
    }
  }

  @Test
  void jsonHoldsTheIdAlone() {
    CauseName name = new CauseName("MODE_DENIES");
    assertEquals("\"MODE_DENIES\"", RecordJson.mapper().writeValueAsString(name));
    assertEquals(name, RecordJson.mapper().readValue("\"MODE_DENIES\"", CauseName.class));
  }
}
