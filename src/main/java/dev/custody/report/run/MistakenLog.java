package dev.custody.report.run;

import dev.custody.record.RecordFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that was given as a log and is none: an image archive, or a log that is still packed. It
 * is told by its first bytes, since to search all of an archive takes minutes and finds nothing.
 */
final class MistakenLog {
  private MistakenLog() {}

  /** What it is and what to do; null for whatever may be a log. Nothing of the stream is taken. */
  static @Nullable String in(BufferedInputStream in) throws IOException {
    in.mark(RecordFile.KIND_BYTES);
    String kind = RecordFile.kind(in.readNBytes(RecordFile.KIND_BYTES));
    in.reset();
    if (kind == null) {
      return null;
    }
    return kind.equals("a tar archive")
        ? "a tar archive, not a log; custody inspect reads an image archive"
        : kind + ", not a log; unpack it first";
  }
}
