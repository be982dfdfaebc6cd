package dev.custody.oci.content;

import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.Depth;
import dev.custody.oci.Problems;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.read.IoProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the checks of one archive find: problems, notes, and how much was hashed. Readers
 * only add to it, so earlier findings stay when something stops the reading.
 */
public final class CheckLog {
  private final String file;
  private final Depth depth;
  private final Problems problems = new Problems();
  private long blobsHashed;
  private long bytesHashed;
  private long layersCompared;
  private @Nullable Long unnamedBlobs;

  /** One step of reading an archive. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException, UnreadableArchive;
  }

  /**
   * An empty log.
   *
   * @param file what messages call the archive
   */
  public CheckLog(String file, Depth depth) {
    this.file = file;
    this.depth = depth;
  }

  /** Returns the archive's name in messages. */
  public String file() {
    return file;
  }

  public Depth depth() {
    return depth;
  }

  public Problems problems() {
    return problems;
  }

  /**
   * Runs a step and adds the failure that stops it to the problems. Returns whether the step ended
   * without one.
   */
  public boolean attempt(Step step) {
    try {
      step.run();
      return true;
    } catch (UnreadableArchive e) {
      problems.add(e.problem());
    } catch (IOException e) {
      problems.add(IoProblem.of(file, file, e));
    }
    return false;
  }

  /** Counts one hashed blob and its bytes. */
  public void hashed(long bytes) {
    blobsHashed++;
    bytesHashed += bytes;
  }

  /** Counts layers of the selected image that were compared with their diffIDs. */
  public void compared(long layers) {
    layersCompared += layers;
  }

  /** Sets the number of blobs that no manifest names. */
  public void unnamed(long blobs) {
    unnamedBlobs = blobs;
  }

  /** The evidence of what was checked. */
  public ArchiveChecks checks() {
    return new ArchiveChecks(
        depth,
        blobsHashed,
        bytesHashed,
        depth == Depth.LAYERS ? layersCompared : null,
        unnamedBlobs,
        problems.problems(),
        problems.notes());
  }
}
