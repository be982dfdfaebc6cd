package dev.custody.oci.inspect;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.ArchiveFile.Format;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.StoredImages;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.content.CheckLog;
import dev.custody.oci.image.LayoutFile;
import dev.custody.oci.image.LayoutInspection;
import dev.custody.oci.read.FileState;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.store.DirectoryStore;
import dev.custody.oci.store.ForeignDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Inspects a directory: an image layout, one that is still being written, or something else. */
final class DirectoryInspection {
  /** The time for which an unchanged layout without its index counts as still being written. */
  private static final Duration AT_REST = Duration.ofSeconds(10);

  private final Path path;
  private final InspectionRequest request;
  private final CheckLog log;
  private long size;
  private @Nullable Boolean stable;
  private @Nullable Format format;
  private StoredImages images = StoredImages.none(false);

  DirectoryInspection(Path path, InspectionRequest request, CheckLog log) {
    this.path = path;
    this.request = request;
    this.log = log;
  }

  ArchiveEvidence run(RandomAccessBytes.Opener opener) {
    log.attempt(() -> read(opener));
    return images.in(path.toString(), format, Compression.NONE, size, null, stable, log.checks());
  }

  private void read(RandomAccessBytes.Opener opener) throws IOException, UnreadableArchive {
    if (request.format() != null && request.format() != Format.OCI_LAYOUT) {
      throw FileInspection.wrongForm(log.file(), "is a directory", "oci:" + log.file());
    }
    try (DirectoryStore store = new DirectoryStore(path, opener, log.file(), log.problems())) {
      size = store.size();
      if (store.find("index.json") == null) {
        noIndex(store);
        return;
      }
      format = Format.OCI_LAYOUT;
      Path index = path.resolve("index.json");
      FileState before = FileState.of(index);
      try {
        images = new LayoutInspection(store, request, log).run();
        if (images.complete()) {
          LayoutFile.check(store, log, true);
        }
      } finally {
        stable = FileInspection.stable(index, before, log);
      }
    }
    if (request.hashArchive()) {
      log.problems().note("a directory has no sha256 of its own");
    }
  }

  private void noIndex(DirectoryStore store) throws UnreadableArchive {
    if (!log.problems().isEmpty()) {
      return;
    }
    String other = ForeignDirectory.describe(path);
    FileTime newest = store.newest();
    if (other == null && newest != null) {
      unfinished(newest);
      return;
    }
    throw new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE,
        log.file(),
        log.file()
            + (other == null
                ? " is a directory without index.json, so it is not an image layout. Give the"
                    + " directory that holds oci-layout, index.json and blobs/."
                : " is " + other + "."));
  }

  /** An exporter writes index.json last. */
  private void unfinished(FileTime newest) {
    log.problems()
        .add(
            Kind.TRUNCATED,
            "index.json",
            log.file()
                + " holds files of an image layout, the latest written at "
                + newest
                + ", and no index.json, which an exporter writes last. Wait until it has finished,"
                + " or export the image again.");
    stable = newest.toInstant().isBefore(Instant.now().minus(AT_REST));
  }
}
