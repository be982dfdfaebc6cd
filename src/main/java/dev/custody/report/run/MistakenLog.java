package dev.custody.report.run;

import dev.custody.record.FileKind;
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
    in.mark(FileKind.BYTES);
    FileKind kind = FileKind.of(in.readNBytes(FileKind.BYTES));
    in.reset();
    return kind == null
        ? null
        : kind.words()
            + ", not a log; "
            + (kind == FileKind.TAR ? "custody inspect reads an image archive" : "unpack it first");
  }
}
