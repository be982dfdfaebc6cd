package dev.custody.oci.store;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Blob;
import dev.custody.oci.Problems;
import dev.custody.oci.UnpackingLimits;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.read.AheadStream;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.DecompressionMemory;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.Workers;
import dev.custody.oci.tar.EntryStream;
import dev.custody.oci.tar.TarCatalog;
import dev.custody.oci.tar.TarEntry;
import dev.custody.oci.tar.TarReader;
import dev.custody.oci.tar.TarReader.End;
import dev.custody.oci.tar.TarSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tar that is compressed as a whole. It can only be streamed, so small files are remembered on
 * the first pass; a large one costs another pass.
 */
public final class PackedTarStore implements BlobStore {
  private static final int SMALL = 64 * 1024;
  private static final int REMEMBERED = 8 << 20;

  private final RandomAccessBytes bytes;
  private final long size;
  private final Compression compression;
  private final DecompressionMemory.Lease window;
  private final UnpackingLimits.Most most;
  private final Map<Long, byte[]> small = new HashMap<>();
  private final TarCatalog catalog;
  private int remembered;
  private boolean trailingData;

  /** Reads all of it once. */
  public PackedTarStore(
      RandomAccessBytes bytes,
      long size,
      Compression compression,
      UnpackingLimits unpacking,
      String file,
      Problems problems)
      throws IOException, UnreadableArchive {
    this.bytes = bytes;
    this.size = size;
    this.compression = compression;
    most = unpacking.ofArchive(size);
    byte[] start = new RangeStream(bytes, 0, size).readNBytes(Decompression.HEADER);
    window = DecompressionMemory.ofArchive(unpacking.memoryLimit()).take(compression, start);
    try (InputStream in = open()) {
      in.mark(ForeignFile.START);
      ForeignFile.refuse(in.readNBytes(ForeignFile.START), file + ", unpacked,");
      in.reset();
      TarReader tar =
          new TarReader(TarSource.of(in, new byte[SMALL]), file, TarCatalog.HEADER_LIMIT);
      catalog = TarCatalog.read(tar, file, problems, this::remember);
      drain(in, problems);
    }
  }

  public TarCatalog catalog() {
    return catalog;
  }

  private void remember(TarEntry entry, InputStream content) throws IOException {
    if (entry.type() == TarEntry.Type.FILE
        && entry.size() <= SMALL
        && remembered + entry.size() <= REMEMBERED) {
      byte[] all = content.readAllBytes();
      remembered += all.length;
      small.put(entry.offset(), all);
    }
  }

  /**
   * Reads to the end of the compressed data, so that its checksum is verified too. Bytes after it
   * are never read by extraction, since the tar has ended.
   */
  private void drain(InputStream in, Problems problems) throws IOException {
    if (catalog.end() == End.NOT_REACHED) {
      return;
    }
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (Decompression.TrailingData e) {
      trailingData = true;
      problems.note("the archive's file " + e.getMessage() + "; skopeo does not read that far");
    }
  }

  /** Whether other bytes follow the compressed data. */
  public boolean trailingData() {
    return trailingData;
  }

  private InputStream open() throws IOException {
    RangeStream packed = RangeStream.ofContent(bytes, 0, size);
    InputStream unpacked = Decompression.open(compression, packed, window, most);
    return new BufferedInputStream(
        trailingData ? Decompression.endingAtTrailingData(unpacked) : unpacked, 64 * 1024);
  }

  @Override
  public long window() {
    return window.bytes();
  }

  @Override
  public Collection<String> names() {
    return catalog.entries().keySet();
  }

  @Override
  public @Nullable Blob find(String name) {
    return catalog.find(name);
  }

  @Override
  public byte[] read(Blob blob, int limit) throws IOException {
    byte[] known = small.get(blob.offset());
    if (known != null) {
      return known.length <= limit ? known : Arrays.copyOf(known, limit);
    }
    try (InputStream in = open()) {
      in.skipNBytes(blob.offset());
      return in.readNBytes((int) Math.min(limit, blob.size()));
    }
  }

  @Override
  public void visit(List<Blob> blobs, Workers workers, Visitor visitor) throws IOException {
    // There is one stream: it is unpacked on one thread and hashed on another at most.
    Workers.Scratch scratch = workers.alone();
    List<Blob> inOrder = blobs.stream().sorted(Comparator.comparingLong(Blob::offset)).toList();
    try (InputStream in = new AheadStream(open(), scratch)) {
      TarSource source = TarSource.of(in, scratch.bytes());
      for (Blob blob : inOrder) {
        if (blob.offset() < source.position()) {
          throw new IllegalStateException("asked for twice: " + blob);
        }
        source.skip(blob.offset() - source.position());
        visitor.visit(blob, new EntryStream(source, blob.offset() + blob.size()), scratch);
      }
    }
  }

  @Override
  public void close() {
    // The file belongs to the inspection.
  }
}
