package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.ArchiveFile.Format;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "oci-archive:a.tar, OCI_ARCHIVE, a.tar, , ",
    "oci-archive:a.tar:b, OCI_ARCHIVE, a.tar, b, ",
    "oci-archive:a.tar:b:c, OCI_ARCHIVE, a.tar, b:c, ",
    "oci-archive:a.tar:@1, OCI_ARCHIVE, a.tar, , 1",
    "oci:d, OCI_LAYOUT, d, , ",
    "oci:d:b, OCI_LAYOUT, d, b, ",
    "oci:d:@2, OCI_LAYOUT, d, , 2",
    "docker-archive:a.tar:x/y:z, DOCKER_ARCHIVE, a.tar, x/y:z, ",
    "docker-archive:a.tar:@0, DOCKER_ARCHIVE, a.tar, , 0",
    "a.tar, , a.tar, , ",
    "a.tar:b, , a.tar:b, , ",
  })
  void readsSkopeosForms(
      String argument,
      @Nullable Format format,
      String path,
      @Nullable String image,
      @Nullable Integer index) {
    ArchiveReference reference = ArchiveReference.parse(argument);
    assertEquals(new ArchiveReference(format, path, image, index), reference);
    assertEquals(argument, reference.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "oci:", "oci-archive::x", "oci:d:@", "oci:d:@x", "oci:d:@9999999999"})
  void refusesWhatNamesNothing(String argument) {
    assertThrows(IllegalArgumentException.class, () -> ArchiveReference.parse(argument));
  }

  @Test
  void unresolvedTektonVariableIsSaid() {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ArchiveReference.parse("oci-archive:$(workspaces.x.path)/image.tar"))
                .getMessage());
    assertTrue(message.contains("unresolved Tekton variable"), message);
    assertTrue(message.contains("$(workspaces.x.path)"), message);
  }
}
