package dev.custody.report.run;

import dev.custody.linux.Directories;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.AskedDigest;
import dev.custody.report.log.LogEvidence;
import dev.custody.report.text.ArchiveText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds a digest in archives, records, dumps of a cluster, logs, and folders of them. */
public final class DigestSearch {
  private static final int MAX_LINES = 50;

  /** Archives of one folder; their blobs are not read. */
  private static final int MAX_ARCHIVES = 100;

  /**
   * One meaning of a digest that was found.
   *
   * @param role for machines, such as {@code Layer}
   * @param words for people
   */
  public record Found(String digest, String role, String words, String where, String source) {}

  /** A line of a log that prints the digest. */
  public record Line(String digest, String source, String text) {}

  /** Everything that was found; empty lists mean that the digest was not found. */
  public record Answer(String asked, List<Found> found, List<Line> lines, List<String> unreadable) {
    public Answer {
      found = List.copyOf(found);
      lines = List.copyOf(lines);
      unreadable = List.copyOf(unreadable);
    }

    /** Whether it was found anywhere. */
    public boolean any() {
      return !found.isEmpty() || !lines.isEmpty();
    }
  }

  private final RecordCollection collection = new RecordCollection();
  private final DigestCatalog archives = new DigestCatalog();
  private final Function<Path, ArchiveEvidence> inspect;

  /**
   * A search.
   *
   * @param inspect looks at an archive, however it is damaged
   */
  public DigestSearch(Function<Path, ArchiveEvidence> inspect) {
    this.inspect = inspect;
  }

  /** Adds whatever lies at a path; {@code name} is how the answer calls it. */
  public DigestSearch add(Path path, String name) {
    if (Files.isDirectory(path) && !Files.exists(path.resolve("oci-layout"))) {
      collection.add(path, name);
      collection.addLog(path, name);
      archivesOf(path, name);
      return this;
    }
    if (Files.isDirectory(path)) {
      archive(path, name);
      return this;
    }
    switch (kind(path)) {
      case RECORD -> collection.add(path, name);
      case CLUSTER -> collection.addCluster(path, name);
      case ARCHIVE -> archive(path, name);
      case LOG -> collection.addLog(path, name);
    }
    return this;
  }

  /** Adds a log from a stream. */
  public DigestSearch addLog(InputStream in, String name) {
    collection.addLog(in, name);
    return this;
  }

  private void archivesOf(Path directory, String name) {
    int read = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Directories.require(directory), "*.{tar,tgz}")) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && read++ < MAX_ARCHIVES) {
          archive(file, name + "/" + file.getFileName());
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      collection.addLog(directory, name);
    }
  }

  private void archive(Path path, String name) {
    archives.add(inspect.apply(path), "the image in " + name, name);
  }

  private enum Kind {
    RECORD,
    CLUSTER,
    ARCHIVE,
    LOG
  }

  /** What a file is, by its beginning; a file that cannot be read is told as a record would be. */
  private static Kind kind(Path path) {
    if (!Files.isRegularFile(path)) {
      // A named pipe would wait for its writer.
      return Kind.RECORD;
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(4096);
    } catch (IOException e) {
      return Kind.RECORD;
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (path.toString().endsWith(".yaml") || path.toString().endsWith(".yml")) {
      return Kind.CLUSTER;
    }
    if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
      return DocumentKind.of(text).holdsRecord() ? Kind.RECORD : Kind.CLUSTER;
    }
    return text.indexOf('\0') >= 0 ? Kind.ARCHIVE : Kind.LOG;
  }

  /** What each digest is that was asked for, or that begins with what was asked for. */
  public Answer find(AskedDigest asked) {
    archives.add(collection);
    List<Found> found = new ArrayList<>();
    for (String hex : archives.startingWith(asked.hex())) {
      archives.meanings(hex).stream()
          .filter(m -> asked.matches(m.digest()))
          .forEach(m ->
              found.add(
                  new Found(
                      m.digest().toString(),
                      m.role().getClass().getSimpleName(),
                      ArchiveText.words(m.role()),
                      m.where(),
                      m.source())));
    }
    List<Line> lines = new ArrayList<>();
    for (LogEvidence.Digests line : collection.logs().digests()) {
      line.digests().stream()
          .filter(d -> d.startsWith(asked.hex()))
          .forEach(d -> lines.add(new Line(d, line.source(), line.text())));
    }
    return new Answer(
        asked.hex(),
        found,
        lines.subList(0, Math.min(MAX_LINES, lines.size())),
        collection.unreadable());
  }
}
