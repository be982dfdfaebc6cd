package dev.custody.oci.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "a, docker.io/library/a, docker.io/library/a:latest",
    "a:1, docker.io/library/a:1, docker.io/library/a:1",
    "index.docker.io/a:1, docker.io/library/a:1, docker.io/library/a:1",
    "docker.io/o/a:1, docker.io/o/a:1, docker.io/o/a:1",
    "o/a__b--c.d, docker.io/o/a__b--c.d, docker.io/o/a__b--c.d:latest",
    "localhost/a, localhost/a, localhost/a:latest",
    "h:5000/a, h:5000/a, h:5000/a:latest",
    "Quay.io/a:A_1, Quay.io/a:A_1, Quay.io/a:A_1"
  })
  void isWrittenInFull(String text, String full, String tagged) {
    assertEquals(full, DockerReference.parse(text));
    assertEquals(tagged, DockerReference.tagged(text));
  }

  @Test
  void isNoneWhereSkopeoRefusesIt() {
    for (String text :
        List.of(
            "",
            "A",
            "a b",
            "a:",
            "a:-1",
            "a:" + "t".repeat(129),
            "a___b",
            "-h.io/a",
            "h-.io/a",
            "h:x/a",
            "<none>:<none>",
            "a@sha256:" + "0".repeat(64),
            "0".repeat(64),
            "a/" + "b".repeat(256))) {
      assertNull(DockerReference.parse(text), text);
      assertNull(DockerReference.tagged(text), text);
    }
  }
}
