package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be read as an archive at all, with the words for it. */
class UnreadableFileTest extends ArchiveInMemory {
  @Test
  void noSuchFile() {
    ArchiveEvidence evidence = ImageArchive.inspect(archive, InspectionRequest.of(Depth.STRUCTURE));
    only(
        Kind.NO_SUCH_FILE,
        "/work/image.tar does not exist. Check the path and the workspace.",
        evidence);
    assertNull(evidence.file().stable());
  }

  @Test
  void permissionDenied() {
    Layouts.oneImage().store(archive);
    only(
        Kind.ACCESS_DENIED,
        "/work/image.tar cannot be opened: permission denied. `custody explain` says which"
            + " component of the path denies it and why.",
        ImageArchive.inspect(
            archive,
            InspectionRequest.of(Depth.STRUCTURE),
            path -> {
              throw new AccessDeniedException(path.toString());
            }));
  }

  @ParameterizedTest
  @EnumSource
  void inputOutputErrorSaysWhere(Depth depth) {
    Layouts image = Layouts.oneImage();
    int broken = image.tar().length - 1024 * 3;
    image.store(archive);
    Problem problem =
        ImageArchive.inspect(
                archive,
                InspectionRequest.of(depth),
                path -> new FakeBytes(RandomAccessBytes.open(path)).breakAt(broken))
            .checks()
            .problems()
            .getFirst();
    assertEquals(Kind.READ_ERROR, problem.kind());
    assertTrue(problem.place().contains("offset "), problem::place);
    assertTrue(problem.message().contains("Input/output error"), problem::message);
  }

  @Test
  void emptyFile() {
    only(
        Kind.EMPTY_FILE,
        "/work/image.tar is empty (0 bytes). Its writer failed, or has not started yet; look at the"
            + " step that exports it.",
        inspect(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void textIsNoArchive(int lines) {
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is not an image archive: it starts with text: error: no space left on"
            + " device. Give the tar that skopeo copy or buildah push wrote, or an image layout"
            + " directory.",
        inspect(Layouts.bytes("error: no space left on device          \n".repeat(lines))));
  }

  @Test
  void binaryIsNoArchive() {
    Problem problem = only(inspect(new byte[] {0x7f, 'E', 'L', 'F', 1, 2, 3, 0}));
    assertEquals(Kind.NOT_AN_ARCHIVE, problem.kind());
    byte[] elf = new byte[2000];
    Arrays.fill(elf, (byte) 0x7f);
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is not an image archive: it starts with bytes that are not a tar header."
            + " Give the tar that skopeo copy or buildah push wrote, or an image layout directory.",
        inspect(elf));
  }

  @Test
  void tarWithoutIndexIsNoArchive() {
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is a tar without oci-layout and index.json, so it is not an image archive;"
            + " it holds etc/passwd. Give the tar that skopeo copy or buildah push wrote.",
        inspect(Layouts.tar(Map.of("etc/passwd", new byte[9]))));
  }

  @Test
  void directoryThatIsNoLayout() throws IOException {
    Path directory = Files.createDirectory(memory.getPath("/work/some"));
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/some is a directory without index.json, so it is not an image layout. Give the"
            + " directory that holds oci-layout, index.json and blobs/.",
        ImageArchive.inspect(directory, InspectionRequest.of(Depth.STRUCTURE)));
  }

  @Test
  void prefixThatDoesNotFit() {
    Layouts.oneImage().store(archive);
    only(
        Kind.NOT_AN_ARCHIVE,
        "/work/image.tar is a file, not a directory: write oci-archive:/work/image.tar.",
        ImageArchive.inspect(
            archive,
            InspectionRequest.of(ArchiveReference.parse("oci:/work/image.tar"), Depth.STRUCTURE)));
  }

  @Test
  void devicesAndPipesAreNotOpened(@TempDir Path directory) throws Exception {
    Path fifo = directory.resolve("image.tar");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    for (Path path : List.of(fifo, Path.of("/dev/zero"))) {
      ArchiveEvidence evidence =
          assertTimeoutPreemptively(
              Duration.ofSeconds(5),
              () -> ImageArchive.inspect(path, InspectionRequest.of(Depth.CONTENT)));
      only(
          Kind.NOT_A_REGULAR_FILE,
          path
              + " is a FIFO, a socket or a device, and was not opened. Give a tar file or an image"
              + " layout directory.",
          evidence);
    }
  }

  @Test
  void pipeInsideALayoutIsNotOpened(@TempDir Path directory) throws Exception {
    Layouts image = Layouts.oneImage();
    image.storeDirectory(directory);
    Path index = directory.resolve("index.json");
    Files.delete(index);
    assertEquals(0, new ProcessBuilder("mkfifo", index.toString()).start().waitFor());
    Problem problem =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> only(ImageArchive.inspect(directory, InspectionRequest.of(Depth.CONTENT))));
    assertEquals(Kind.NOT_A_REGULAR_FILE, problem.kind());
    assertEquals("index.json", problem.place());
  }

  /** It is there, so it is not missing; nobody can say what its writer would send. */
  @Test
  void pipeInPlaceOfALayerIsNotCalledMissing(@TempDir Path directory) throws Exception {
    Layouts image = Layouts.oneImage();
    image.storeDirectory(directory);
    Path blob =
        directory.resolve(
            "blobs/sha256/"
                + ImageArchive.inspect(directory, InspectionRequest.of(Depth.STRUCTURE))
                    .image()
                    .layers()
                    .getFirst()
                    .digest()
                    .hex());
    Files.delete(blob);
    assertEquals(0, new ProcessBuilder("mkfifo", blob.toString()).start().waitFor());
    ArchiveEvidence evidence =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> ImageArchive.inspect(directory, InspectionRequest.of(Depth.CONTENT)));
    assertEquals(
        Set.of(Kind.NOT_A_REGULAR_FILE),
        evidence.checks().problems().stream().map(Problem::kind).collect(Collectors.toSet()));
  }
}
