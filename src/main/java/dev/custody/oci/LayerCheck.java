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
   * @param label how notes and problems call the layer
   * @param diffIds what configs say; all alike in an honest archive
   * @param buffer for passing over what nobody looks at
   */
  static void run(
      InputStream stored, long size, String label, Set<Digest> diffIds, Draft draft, byte[] buffer)
      throws IOException {
    PushbackInputStream packed = new PushbackInputStream(stored, 4);
    byte[] start = packed.readNBytes(4);
    packed.unread(start);
    Compression compression = Packing.of(start, start.length);
    String algorithm = diffIds.isEmpty() ? "sha256" : diffIds.iterator().next().algorithm();
    try (InputStream unpacked = Packing.open(compression, packed, size);
        HashingStream tar = new HashingStream(unpacked, algorithm, Progress.NONE)) {
      LayerContents contents = LayerContents.of(tar);
      tar.drain(buffer);
      contents.note(label, draft.problems);
      compare(tar.digest(), diffIds, label, draft);
    } catch (ReadFailure e) {
      throw e;
    } catch (IOException e) {
      draft.problems.add(IoProblem.of(draft.file, label, e));
    }
  }

  private static void compare(Digest found, Set<Digest> diffIds, String label, Draft draft) {
    for (Digest recorded : diffIds) {
      if (!recorded.equals(found) && recorded.algorithm().equals(found.algorithm())) {
        draft.problems.add(
            new Problem(
                Kind.DIFF_ID_MISMATCH,
                label,
                recorded.toString(),
                found.toString(),
                label
                    + " in "
                    + draft.file
                    + " unpacks to other content than the config says: recorded diffID "
                    + recorded
                    + ", observed "
                    + found
                    + ". The config and the layer are not of one build; build the image again."));
      }
    }
  }
}
