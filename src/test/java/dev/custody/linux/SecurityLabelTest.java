package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityLabelTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s0 | s0",
        "s0:c1 | s0:c1",
        "s0:c2,c1 | s0:c1,c2",
        "s0:c1,c2,c3 | s0:c1.c3",
        "s0:c1.c3,c7 | s0:c1.c3,c7",
        "s0:c0.c1023 | s0:c0.c1023",
        "s15:c5.c6 | s15:c5,c6"
      })
  void levelsAreWrittenAsTheKernelDoes(String text, String canonical) {
    assertEquals(canonical, MlsLevel.parse(text).toString());
    assertEquals(MlsLevel.parse(text), MlsLevel.parse(canonical));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s0:c1,c2 | s0 | true",
        "s0:c1,c2 | s0:c1,c2 | true",
        "s0:c1.c3 | s0:c2 | true",
        "s0:c1,c2,c3 | s0:c1.c3 | true",
        "s0:c1 | s0:c1,c2 | false",
        "s0:c3,c4 | s0:c1,c2 | false",
        "s0 | s0:c1 | false",
        "s1 | s0 | true",
        "s0:c1 | s1 | false"
      })
  void dominatesByCategoriesAndSensitivity(String left, String right, boolean dominates) {
    assertEquals(dominates, MlsLevel.parse(left).dominates(MlsLevel.parse(right)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "c1",
        "s0:",
        "s0:c",
        "s0:c1,",
        "s0:c3.c1",
        "s0:1",
        "s0:c1.2",
        "s0:c99999",
        "s99999",
        "s0-s1",
        "SystemLow",
        "s0:c0.c2000000000"
      })
  void refusesWhatIsNoLevel(String text) {
    assertThrows(MalformedException.class, () -> MlsLevel.parse(text));
  }

  @Test
  void readsARangeOfLevels() {
    SecurityLabel label = SecurityLabel.parse("system_u:system_r:kernel_t:s0-s0:c0.c1023");
    assertEquals(new MlsLevel(0, List.of()), Objects.requireNonNull(label.range()).low());
    assertEquals("s0-s0:c0.c1023", label.level());
    assertEquals("system_u:system_r:kernel_t:s0-s0:c0.c1023", label.toString());
  }

  @Test
  void spellingsOfOneLevelAreOne() {
    assertEquals("s0:c7,c8", MlsRange.normalized("s0:c8,c7"));
    assertEquals("s0:c1.c3", MlsRange.normalized("s0:c1,c2,c3"));
    assertEquals("s0-s0:c0.c1023", MlsRange.normalized("s0-s0:c0.c1023"));
    assertEquals("SystemLow", MlsRange.normalized("SystemLow"));
  }

  @Test
  void comparesTheClearanceOfAProcessWithAFile() {
    SecurityLabel reader = SecurityLabel.parse("system_u:system_r:container_t:s0:c3,c4");
    SecurityLabel mine = SecurityLabel.parse("system_u:object_r:container_file_t:s0:c3,c4");
    SecurityLabel other = SecurityLabel.parse("system_u:object_r:container_file_t:s0:c1,c2");
    SecurityLabel kernel = SecurityLabel.parse("system_u:system_r:kernel_t:s0-s0:c0.c1023");
    assertTrue(reader.dominates(mine));
    assertEquals(false, reader.dominates(other));
    assertTrue(kernel.dominates(other));
    assertTrue(reader.dominates(SecurityLabel.parse("u:object_r:t_without_level")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unconfined", "cri-containerd.apparmor.d (enforce)", "a:b", "a:b:c:d", ":a:b:s0"})
  void whatAnotherModuleSaysIsNoSelinuxLabel(String text) {
    assertEquals(Optional.empty(), SecurityLabel.selinux(text));
    assertThrows(MalformedException.class, () -> SecurityLabel.parse(text));
  }
}
