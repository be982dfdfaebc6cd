package dev.custody.record;

import dev.custody.oci.read.Decompression;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The kinds of file that people give by mistake for JSON or text, told by their first bytes. */
public enum FileKind {
  TAR("a tar archive"),
  GZIP("a gzip file"),
  ZSTD("a zstd file"),
  XZ("an xz file"),
  BZIP2("a bzip2 file");

  /** As many first bytes tell the kind of a file. */
  public static final int BYTES = 512;

  /** Offset of the magic of a tar header, tar(5). */
  private static final int TAR_MAGIC = 257;

  private final String words;

  FileKind(String words) {
    this.words = words;
  }

  /** The kind of a file that begins with these bytes; null for all others. */
  public static @Nullable FileKind of(byte[] bytes) {
    return switch (Decompression.of(bytes)) {
      case GZIP -> GZIP;
      case ZSTD -> ZSTD;
      case XZ -> XZ;
      case BZIP2 -> BZIP2;
      case NONE -> {
        String begin =
            new String(bytes, 0, Math.min(bytes.length, BYTES), StandardCharsets.ISO_8859_1);
        yield begin.startsWith("ustar", TAR_MAGIC) ? TAR : null;
      }
    };
  }

  /** With its article: {@code a tar archive}. */
  public String words() {
    return words;
  }
}
