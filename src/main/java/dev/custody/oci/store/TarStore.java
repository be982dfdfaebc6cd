package dev.custody.oci.store;

import dev.custody.oci.Blob;
import dev.custody.oci.read.RandomAccessBytes;
import dev.custody.oci.read.RangeStream;
import dev.custody.oci.read.Workers;
import dev.custody.oci.tar.TarCatalog;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain tar: any file in it is read where it stands. */
public final class TarStore implements BlobStore {
  private final RandomAccessBytes bytes;
  private final TarCatalog catalog;

  public TarStore(RandomAccessBytes bytes, TarCatalog catalog) {
    this.bytes = bytes;
    this.catalog = catalog;
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
    return new RangeStream(bytes, blob.offset(), blob.size()).readNBytes(limit);
  }

  @Override
  public void visit(List<Blob> blobs, Workers workers, Visitor visitor) {
    workers.each(
        blobs,
        (blob, scratch) -> {
          try {
            visitor.visit(blob, RangeStream.ofContent(bytes, blob.offset(), blob.size()), scratch);
          } catch (IOException e) {
            visitor.failed(blob, e);
          }
        });
  }

  @Override
  public void close() {
    // The file belongs to the inspection.
  }
}
