package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuledOutTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REMOVED: the link itself is there | REMOVED | '' | the link itself is there",
        "REPLACED, REMOVED: other path: y | REPLACED, REMOVED | '' | other path: y",
        "MODE_DENIES alone: mapped | MODE_DENIES | alone | mapped",
        "WRITE_DENIED for the directory: mode | WRITE_DENIED | for the directory | mode",
      })
  void theCausesAreReadFromTheText(String text, String causes, String scope, String fact) {
    RuledOut read = RuledOut.parse(text);
    assertEquals(causes, CauseId.line(read.causes()));
    assertEquals(scope, read.scope());
    assertEquals(fact, read.fact());
    assertEquals(text, read.toString());
  }

  /** A record of a later custody, or one that somebody edited: the evidence stays. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "same boot id, so device numbers can be compared",
        "CAUSE_OF_TOMORROW: a fact",
        "REMOVED, CAUSE_OF_TOMORROW: a fact",
        "REMOVED alone, REPLACED: a fact",
        "REMOVED : a fact",
        "REMOVED:a fact",
        "removed: a fact",
        ": a fact",
      })
  void aTextThatNamesNoKnownCauseIsKept(String text) {
    assertEquals(new RuledOut(List.of(), "", text), RuledOut.parse(text));
    assertEquals(text, RuledOut.parse(text).toString());
  }

  /** A hostile record may repeat an id as often as its size allows. */
  @Test
  void aListOfMoreIdsThanThereAreIsKeptAsText() {
    String text = "REMOVED, ".repeat(100_000) + "REMOVED: a fact";
    assertEquals(List.of(), RuledOut.parse(text).causes());
    assertEquals(text, RuledOut.parse(text).toString());
  }

  @Test
  void whatWasFoundIsNotRuledOutBesideIt() {
    RuledOut both = RuledOut.of(List.of(CauseId.REPLACED, CauseId.REMOVED), "another path");
    assertEquals(both, both.beside(Set.of(CauseId.SYMLINK)));
    assertEquals(
        RuledOut.of(CauseId.REMOVED, "another path"), both.beside(Set.of(CauseId.REPLACED)));
    assertNull(both.beside(EnumSet.of(CauseId.REPLACED, CauseId.REMOVED)));
    RuledOut fact = RuledOut.of(List.of(), "same boot id");
    assertEquals(fact, fact.beside(EnumSet.allOf(CauseId.class)));
  }

  /** What consumers of records have read since the first version. */
  @Test
  void inJsonItIsTheText() {
    RuledOut alone = new RuledOut(List.of(CauseId.MODE_DENIES), RuledOut.ALONE, "a \"fact\"");
    String json = RecordJson.mapper().writeValueAsString(alone);
    assertEquals("\"MODE_DENIES alone: a \\\"fact\\\"\"", json);
    assertEquals(alone, RecordJson.mapper().readValue(json, RuledOut.class));
  }
}
