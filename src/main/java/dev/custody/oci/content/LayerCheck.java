package dev.custody.oci.content;

import dev.custody.oci.ArchiveFile.Compression;
import dev.custody.oci.Digest;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Progress;
import dev.custody.oci.UnpackingLimits;
import dev.custody.oci.read.AheadStream;
import dev.custody.oci.read.Decompression;
import dev.custody.oci.read.DecompressionMemory;
import dev.custody.oci.read.HashingStream;
import dev.custody.oci.read.IoProblem;
import dev.custody.oci.read.ReadFailure;
import dev.custody.oci.read.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Unpacks layers while their stored bytes are hashed, and compares them with their diffIDs. */
public final class LayerCheck {
  /**
   * The result of unpacking one layer.
   *
   * @param compared whether it was unpacked to its end and compared with a diffID
   */
  public record Found(boolean compared, Problems problems) {}

  private final String file;
  private final UnpackingLimits unpacking;
  private final int layers;
  private final DecompressionMemory windows;
  private final Semaphore largeNames = new Semaphore(1, true);

  /**
   * A check of layers, all of one archive.
   *
   * @param layers how many will be unpacked
   * @param windows the memory for them; lock order: the window before the names
   */
  public LayerCheck(
      String file, UnpackingLimits unpacking, int layers, DecompressionMemory windows) {
    this.file = file;
    this.unpacking = unpacking;
    this.layers = layers;
    this.windows = windows;
  }

  /**
   * Reads one layer to its end; called by several threads at once.
   *
   * @param stored the layer as stored, hashed elsewhere as it is read
   */
  public Found run(InputStream stored, ContentCheck.Task task, Workers.Scratch scratch)
      throws IOException {
    Problems problems = new Problems();
    PushbackInputStream packed = new PushbackInputStream(stored, Decompression.HEADER);
    byte[] start = packed.readNBytes(Decompression.HEADER);
    packed.unread(start);
    Compression compression = Decompression.of(start);
    if (Decompression.isSkippableZstdFrame(start)) {
      problems.add(
          Kind.UNSUPPORTED,
          task.label(),
          task.label()
              + " in "
              + file
              + " begins with a skippable zstd frame: containerd decompresses it, but podman"
              + " and skopeo treat it as an uncompressed tar. Build the image again with layers"
              + " that begin with an ordinary zstd frame.");
      return new Found(false, problems);
    }
    UnpackingLimits.Most most = unpacking.ofLayer(task.blob().size(), layers);
    boolean compared = false;
    try (DecompressionMemory.Lease window = windows.take(compression, start);
        InputStream unpacked =
            new AheadStream(Decompression.open(compression, packed, window, most), scratch)) {
      // The images that share a layer may name its content by several algorithms.
      List<HashingStream> hashes = HashingStream.of(unpacked, task.diffIds(), Progress.NONE);
      LayerContents contents = LayerContents.of(hashes.getLast(), scratch.bytes(), largeNames);
      hashes.getLast().drain(scratch);
      contents.note(task.label(), problems);
      hashes.forEach(hash -> compare(hash.digest(), task, problems));
      compared = !task.diffIds().isEmpty();
    } catch (ReadFailure e) {
      throw e;
    } catch (IOException e) {
      problems.add(IoProblem.of(file, task.label(), e));
    }
    return new Found(compared, problems);
  }

  private void compare(Digest found, ContentCheck.Task task, Problems problems) {
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
                    + " unpacks to content that does not match the config: recorded diffID "
                    + recorded
                    + ", observed "
                    + found
                    + ". The config and the layer do not come from one build; build the image"
                    + " again."));
      }
    }
  }
}
