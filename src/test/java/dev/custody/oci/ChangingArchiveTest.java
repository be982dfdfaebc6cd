package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.RandomAccessBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that somebody writes while they are read. */
class ChangingArchiveTest {
  @TempDir Path directory;

  /** Something that happens to the file. */
  interface Change {
    void to(Path path) throws IOException;
  }

  /** What is found when the change happens at the third read. */
  private ArchiveEvidence during(int threads, Change change) throws IOException {
    Path path = Layouts.oneImage().store(directory.resolve("image.tar"));
    return during(path, Depth.CONTENT, threads, file -> file.reads == 2, change);
  }

  private static ArchiveEvidence during(
      Path path, Depth depth, int threads, Predicate<FakeBytes> when, Change change)
      throws IOException {
    Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
    AtomicBoolean changed = new AtomicBoolean();
    return ImageArchive.inspect(
        path,
        Layouts.request(depth, threads, PageCache.UNTOUCHED),
        p -> {
          FakeBytes bytes = new FakeBytes(RandomAccessBytes.open(p));
          return bytes.onRead(() -> {
            if (when.test(bytes) && !changed.getAndSet(true)) {
              try {
                change.to(path);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          });
        });
  }

  private static Problem changed(ArchiveEvidence evidence) {
    assertEquals(false, evidence.file().stable());
    assertFalse(evidence.sound());
    return evidence.checks().problems().stream()
        .filter(p -> p.kind() == Kind.CHANGED_WHILE_READ)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void rewritten(int threads) throws IOException {
    Problem problem = changed(during(threads, path -> Files.write(path, Layouts.oneImage().tar())));
    assertTrue(
        problem.message().contains("it was written at 20")
            && problem.message().contains("(before: 2001-09-09T01:46:40Z)"),
        problem::message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void replaced(int threads) throws IOException {
    Problem problem =
        changed(
            during(
                threads,
                path -> {
                  Path other = Layouts.oneImage().store(directory.resolve("other.tar"));
                  Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000_000_000L));
                  Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
                }));
    assertTrue(problem.message().contains("it was replaced by another file"), problem::message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void shortened(int threads) throws IOException {
    ArchiveEvidence evidence = during(threads, path -> Files.write(path, new byte[] {1, 2, 3}));
    assertTrue(changed(evidence).message().contains(" to 3 bytes"), changed(evidence)::message);
    assertTrue(evidence.checks().problems().size() > 1, "and what that broke");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void shortenedWhileItsOnlyLayerIsRead(int threads) throws IOException {
    byte[] layer = Layouts.tar(Map.of("data", new byte[20 << 20]));
    Layouts image = new Layouts();
    image.entry(
        image.image("amd64", List.of(layer), List.of(image.layer(Layouts.TAR_LAYER, layer))),
        "latest");
    Path path = directory.resolve("image.tar");
    for (Depth depth : List.of(Depth.CONTENT, Depth.LAYERS)) {
      image.index().store(path);
      ArchiveEvidence evidence =
          during(
              path,
              depth,
              threads,
              file -> file.read > 4 << 20,
              changing -> {
                try (FileChannel channel = FileChannel.open(changing, StandardOpenOption.WRITE)) {
                  channel.truncate(5 << 20);
                }
              });
      assertTrue(changed(evidence).message().contains(" to 5242880 bytes"), evidence::toString);
      assertTrue(
          evidence.checks().problems().stream()
              .anyMatch(p -> p.kind() == Kind.TRUNCATED && p.place().startsWith("layer 1 ")),
          evidence.checks().problems()::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void removed(int threads) throws IOException {
    assertTrue(
        changed(during(threads, Files::delete))
            .message()
            .contains("its status could not be read afterwards: "));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void anotherModeIsNoChange(int threads) throws IOException {
    ArchiveEvidence evidence =
        during(
            threads,
            path ->
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-r--")));
    assertEquals(List.of(), evidence.checks().problems());
    assertEquals(true, evidence.file().stable());
  }

  /** As where a label changes or a server's mind, while the file is open. */
  @Test
  void deniedWhileItIsRead() throws IOException {
    Path path = Layouts.oneImage().store(directory.resolve("image.tar"));
    Problem problem =
        ImageArchive.inspect(
                path,
                Layouts.request(Depth.CONTENT, 1, PageCache.UNTOUCHED),
                p -> new FakeBytes(RandomAccessBytes.open(p)).denyAt(0))
            .checks()
            .problems()
            .getFirst();
    assertEquals(Kind.ACCESS_DENIED, problem.kind());
    assertTrue(problem.message().contains("refused at offset 0"), problem.message());
  }

  @Test
  void layoutWhoseIndexIsRewritten() throws IOException {
    Path layout = Layouts.oneImage().storeDirectory(directory.resolve("layout"));
    Path index = layout.resolve("index.json");
    ArchiveEvidence evidence =
        ImageArchive.inspect(
            layout,
            InspectionRequest.of(Depth.STRUCTURE),
            p -> {
              Files.setLastModifiedTime(index, FileTime.fromMillis(5));
              return RandomAccessBytes.open(p);
            });
    assertEquals(Kind.CHANGED_WHILE_READ, changed(evidence).kind());
  }

  @Test
  void layoutWhoseLayerIsRewritten() throws IOException {
    for (int threads : List.of(1, 2)) {
      Layouts image = Layouts.oneImage();
      Path layout = image.storeDirectory(directory.resolve("layout" + threads));
      Path layer = layout.resolve(image.blob(0));
      ArchiveEvidence evidence =
          ImageArchive.inspect(
              layout,
              Layouts.request(Depth.CONTENT, threads, PageCache.UNTOUCHED),
              path ->
                  new FakeBytes(RandomAccessBytes.open(path))
                      .onRead(() -> {
                        if (path.equals(layer)) {
                          touch(layer);
                        }
                      }));
      Problem problem = changed(evidence);
      assertTrue(
          problem
              .message()
              .startsWith("layer 1 (sha256:" + layer.getFileName() + ") in " + layout + " changed"),
          problem::message);
      assertTrue(problem.message().contains("it was written at 1970"), problem::message);
    }
  }

  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.fromMillis(5));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
