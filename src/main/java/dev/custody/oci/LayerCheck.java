package dev.custody.oci;

import dev.custody.oci.ArchiveEvidence.Compression;
import dev.custody.oci.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Set;

/** Unpacks one layer while its stored bytes are hashed, and holds it against its diffIDs. */
final class LayerCheck {
  private LayerCheck() {}

  /**
   * Reads the layer to its end.
   *
   * @param stored the layer as stored, hashed elsewhere as it is read
   */
  static Problems run(
      InputStream stored, ContentCheck.Task task, String file, Workers.Scratch scratch)
      throws IOException {
    Problems found = new Problems();
    Set<Digest> diffIds = task.diffIds();
    PushbackInputStream packed = new PushbackInputStream(stored, 4);
    byte[] start = packed.readNBytes(4);
    packed.unread(start);
    Compression compression = Packing.of(start, start.length);
    String algorithm = diffIds.isEmpty() ? "sha256" : diffIds.iterator().next().algorithm();
    try (InputStream unpacked =
            new AheadStream(Packing.open(compression, packed, task.blob().size()), scratch);
        HashingStream tar = new HashingStream(unpacked, algorithm, Progress.NONE)) {
      LayerContents contents = LayerContents.of(tar);
      tar.drain(scratch);
      contents.note(task.label(), found);
      compare(tar.digest(), task, file, found);
    } catch (ReadFailure e) {
      throw e;
    } catch (IOException e) {
      found.add(IoProblem.of(file, task.label(), e));
    }
    return found;
  }

  private static void compare(
      Digest found, ContentCheck.Task task, String file, Problems problems) {
    String label = task.label();
    for (Digest recorded : task.diffIds()) {
      if (!recorded.equals(found) && recorded.algorithm().equals(found.algorithm())) {
        problems.add(
            new Problem(
                Kind.DIFF_ID_MISMATCH,
                label,
                recorded.toString(),
                found.toString(),
                label
                    + " in "
                    + file
                    + " unpacks to other content than the config says: recorded diffID "
                    + recorded
                    + ", observed "
                    + found
                    + ". The config and the layer are not of one build; build the image again."));
      }
    }
  }
}
