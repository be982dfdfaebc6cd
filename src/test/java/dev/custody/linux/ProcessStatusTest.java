package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessStatusTest {
  @Test
  void keepsWhatItDoesNotKnow() {
    ProcessStatus status = ProcessStatus.parse("Name:\tx: y\nVmRSS:\t5 kB\nNew_thing:\t a  b\n");
    assertEquals(Map.of("New_thing", "a  b"), status.unknownFields());
    assertNull(status.credentials());
    assertNull(status.capabilities());
    assertNull(status.umask());
  }

  @Test
  void keepsTheFourIdsApartAndTheLargestId() {
    ProcessStatus status =
        ProcessStatus.parse("Uid:\t1\t2\t3\t4294967295\nGid:\t5\t6\t7\t8\nGroups:\t10 9 \n");
    assertEquals(
        new Credentials(new Ids(1, 2, 3, 4294967295L), new Ids(5, 6, 7, 8), List.of(10L, 9L)),
        status.credentials());
  }

  @Test
  void namesBitsBeyondTheKnownByNumber() {
    assertEquals(
        List.of("CAP_CHOWN", "CAP_CHECKPOINT_RESTORE", "CAP_41", "CAP_63"),
        Capabilities.names(1L | 1L << 40 | 1L << 41 | 1L << 63));
  }

  @Test
  void aKernelWithoutAmbientCapabilitiesHasNone() {
    String set = "0000000000000000\n";
    Capabilities capabilities =
        ProcessStatus.parse(
                "CapInh:\t"
                    + set
                    + "CapPrm:\t"
                    + set
                    + "CapEff:\t0000000000000002\nCapBnd:\t"
                    + set)
            .capabilities();
    assertEquals(
        new Capabilities(List.of(), List.of(), List.of("CAP_DAC_OVERRIDE"), List.of(), List.of()),
        capabilities);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Uid: 0 0 0 | Uid: four ids: real, effective, saved, filesystem, found \"0 0 0\"",
        "Uid: 0 0 0 x | Uid: ids of 0 to 4294967295, found \"0 0 0 x\"",
        "Uid: 0 0 0 4294967296 | Uid: ids of 0 to 4294967295, found \"0 0 0 4294967296\"",
        "Groups: -1 | Groups: ids of 0 to 4294967295, found \"-1\"",
        "CapEff: 2 | CapEff: sixteen hex digits, found \"2\"",
        "CapEff: 000000000000000G | CapEff: sixteen hex digits, found \"000000000000000G\"",
        "NoNewPrivs: 2 | NoNewPrivs: 0 or 1, found \"2\"",
        "Seccomp: 3 | Seccomp: 0, 1 or 2, found \"3\"",
        "Umask: 0o22 | Umask: four octal digits, found \"0o22\"",
        "no colon | a field name and a colon, found \"no colon\""
      })
  void refusesEvidenceThatIsNotInItsForm(String line, String message) {
    String others =
        "Name:\tx\n"
            + (line.startsWith("Uid") ? "" : "Uid:\t0\t0\t0\t0\n")
            + "Gid:\t0\t0\t0\t0\n"
            + (line.startsWith("Groups") ? "" : "Groups:\t\n")
            + "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapBnd:\t0000000000000000\n";
    MalformedException thrown =
        assertThrows(MalformedException.class, () -> ProcessStatus.parse(others + line));
    assertEquals(
        "/proc/self/status line " + (others.lines().count() + 1) + ": expected " + message,
        thrown.getMessage());
  }

  @Test
  void refusesAFieldGivenTwice() {
    assertThrows(
        MalformedException.class, () -> ProcessStatus.parse("Umask:\t0022\nUmask:\t0077\n"));
  }

  @Test
  void readsIdMapsAndRefusesOthers() {
    assertEquals(
        List.of(new IdRange(0, 200000, 65536), new IdRange(65536, 1, 4294967295L)),
        IdRange.parseMap("m", "         0     200000      65536\n 65536 1 4294967295\n"));
    assertEquals(List.of(), IdRange.parseMap("m", ""));
    for (String bad : List.of("0 0", "0 0 0", "0 0 1 1", "a 0 1", "0 -1 1")) {
      MalformedException thrown =
          assertThrows(MalformedException.class, () -> IdRange.parseMap("m", "0 0 1\n" + bad));
      assertEquals(
          "m line 2: expected three numbers: inside, outside, count, found \"" + bad + "\"",
          thrown.getMessage());
    }
  }
}
