package dev.custody.oci.store;

import dev.custody.oci.Blob;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.IoProblem;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.Workers;
import dev.custody.oci.tar.TarCatalog;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image layout directory (image-spec image-layout.md). */
public final class DirectoryStore implements BlobStore {
  private final Path root;
  private final RandomAccessBytes.Opener opener;
  private final Map<String, Blob> files = new LinkedHashMap<>();
  private final Map<String, FileState> states = new HashMap<>();
  private final Set<String> special = new HashSet<>();
  private @Nullable FileTime newest;

  public DirectoryStore(Path root, RandomAccessBytes.Opener opener, String file, Problems problems)
      throws IOException, UnreadableArchive {
    this.root = root;
    this.opener = opener;
    keep(file, "oci-layout", root.resolve("oci-layout"), problems);
    keep(file, "index.json", root.resolve("index.json"), problems);
    for (String algorithm : List.of("sha256", "sha512")) {
      Path directory = root.resolve("blobs").resolve(algorithm);
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        // Listing a named pipe would wait for its writer.
        continue;
      }
      try (DirectoryStream<Path> blobs = Files.newDirectoryStream(directory)) {
        for (Path blob : blobs) {
          keep(file, "blobs/" + algorithm + "/" + blob.getFileName(), blob, problems);
        }
      } catch (NoSuchFileException | NotDirectoryException e) {
        // No blob of that algorithm; one that a document names is reported missing.
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
  }

  private void keep(String file, String name, Path path, Problems problems)
      throws UnreadableArchive {
    if (files.size() >= TarCatalog.HEADER_LIMIT) {
      throw new UnreadableArchive(
          Kind.TOO_LARGE,
          "blobs",
          file + " holds more than " + TarCatalog.HEADER_LIMIT + " files, which no image needs.");
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        files.put(name, new Blob(name, attributes.size(), 0, false));
        states.put(name, FileState.of(attributes));
        if (newest == null || attributes.lastModifiedTime().compareTo(newest) > 0) {
          newest = attributes.lastModifiedTime();
        }
      } else if (!attributes.isDirectory()) {
        // Opening a FIFO would wait for a writer.
        special.add(name);
        problems.add(
            Kind.NOT_A_REGULAR_FILE,
            name,
            file
                + ": "
                + Quoted.of(name)
                + " is a named pipe, a socket or a device, and was not opened. Find out who put it"
                + " there, and export the image again.");
      }
    } catch (NoSuchFileException e) {
      // Ignored here: the read that needs it reports the failure.
    } catch (IOException e) {
      problems.add(IoProblem.of(file, name, e));
    }
  }

  @Override
  public Collection<String> names() {
    return files.keySet();
  }

  @Override
  public @Nullable Blob find(String name) {
    return files.get(name);
  }

  @Override
  public boolean special(String name) {
    return special.contains(name);
  }

  @Override
  public byte[] read(Blob blob, int limit) throws IOException {
    try (RandomAccessBytes bytes = opener.open(root.resolve(blob.name()))) {
      return new RangeStream(bytes, 0, bytes.size()).readNBytes(limit);
    }
  }

  @Override
  public void visit(List<Blob> blobs, Workers workers, Visitor visitor) {
    workers.each(
        blobs,
        (blob, scratch) -> {
          Path path = root.resolve(blob.name());
          try (RandomAccessBytes bytes = opener.open(path)) {
            visitor.visit(blob, RangeStream.ofContent(bytes, 0, bytes.size()), scratch);
            Objects.requireNonNull(states.get(blob.name())).mustStay(path);
          } catch (IOException e) {
            visitor.failed(blob, e);
          }
        });
  }

  /** Returns when the latest of the files was written; null if there are none. */
  public @Nullable FileTime newest() {
    return newest;
  }

  /** Returns the bytes of all files. */
  public long size() {
    // Sparse files cost nothing, so that their sum can be more than a long holds.
    return files.values().stream()
        .mapToLong(Blob::size)
        .reduce(0, (sum, next) -> next > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + next);
  }

  @Override
  public void close() {
    // Each file is closed after its use.
  }
}
