package dev.custody.oci.content;

import dev.custody.oci.Blob;
import dev.custody.oci.Digest;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem;
import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Problems;
import dev.custody.oci.Progress;
import dev.custody.oci.UnpackingLimits;
import dev.custody.oci.read.DecompressionMemory;
import dev.custody.oci.read.HashingStream;
import dev.custody.oci.read.IoProblem;
import dev.custody.oci.read.Workers;
import dev.custody.oci.store.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads each blob once, to its end, and checks it against its digest. */
public final class ContentCheck {
  /**
   * One blob to read, and what it should be.
   *
   * @param digests what its bytes should hash to, each of the names that lead to it; may be none
   * @param label how a message calls it: {@code layer 2 (sha256:…)}
   * @param named whether a manifest names it; if none does, a fault is only a note
   * @param selected how many layers of the selected image it is
   * @param unpack whether it is a layer to unpack
   * @param diffIds of its uncompressed content
   */
  public record Task(
      Blob blob,
      Set<Digest> digests,
      String label,
      boolean named,
      int selected,
      boolean unpack,
      Set<Digest> diffIds) {}

  /** The result of reading one blob. */
  private record Outcome(long count, boolean hashed, boolean compared, Problems problems) {}

  private final CheckLog log;
  private final Workers workers;
  private final Progress progress;
  private final UnpackingLimits unpacking;
  private final Map<Blob, Task> tasks = new LinkedHashMap<>();
  private final Map<Blob, Outcome> outcomes = new ConcurrentHashMap<>();

  public ContentCheck(CheckLog log, InspectionRequest request) {
    this.log = log;
    this.workers = new Workers(request.threads());
    this.progress = request.progress();
    this.unpacking = request.unpacking();
  }

  /**
   * Adds a blob; one that several images name is read once and checked against what each of them
   * says.
   */
  public void add(Task task) {
    tasks.merge(
        task.blob(),
        task,
        (a, b) -> {
          return new Task(
              a.blob(),
              union(a.digests(), b.digests()),
              a.label(),
              a.named() || b.named(),
              a.selected() + b.selected(),
              a.unpack() || b.unpack(),
              union(a.diffIds(), b.diffIds()));
        });
  }

  private static Set<Digest> union(Set<Digest> a, Set<Digest> b) {
    Set<Digest> both = new LinkedHashSet<>(a);
    both.addAll(b);
    return both;
  }

  /**
   * Reads everything added, the largest first where the store can choose. What was found is told in
   * that order, however many threads found it.
   */
  public void run(BlobStore store) throws IOException {
    progress.total(tasks.keySet().stream().mapToLong(Blob::size).sum());
    List<Blob> order = new ArrayList<>(tasks.keySet());
    order.sort((a, b) -> Long.compare(b.size(), a.size()));
    DecompressionMemory windows =
        DecompressionMemory.ofLayers(unpacking.memoryLimit(), store.window());
    int layers = (int) tasks.values().stream().filter(Task::unpack).count();
    try {
      store.visit(
          order, workers, new Reading(new LayerCheck(log.file(), unpacking, layers, windows)));
    } finally {
      for (Blob blob : order) {
        Outcome outcome = outcomes.get(blob);
        if (outcome != null) {
          if (outcome.hashed()) {
            log.hashed(outcome.count());
          }
          log.compared(outcome.compared() ? task(blob).selected() : 0);
          log.problems().addAll(outcome.problems());
        }
      }
    }
  }

  /** Takes the blobs as they are read. */
  private final class Reading implements BlobStore.Visitor {
    private final LayerCheck layers;

    Reading(LayerCheck layers) {
      this.layers = layers;
    }

    @Override
    public void visit(Blob blob, InputStream content, Workers.Scratch scratch) throws IOException {
      Task task = task(blob);
      List<HashingStream> hashes = HashingStream.of(content, task.digests(), progress);
      HashingStream stored = hashes.getLast();
      LayerCheck.Found found =
          task.unpack()
              ? layers.run(stored, task, scratch)
              : new LayerCheck.Found(false, new Problems());
      stored.drain(scratch);
      judge(task, stored.count(), hashes, found.problems());
      outcomes.put(blob, new Outcome(stored.count(), true, found.compared(), found.problems()));
    }

    @Override
    public void failed(Blob blob, IOException cause) {
      Problems problems = new Problems();
      problems.add(IoProblem.of(log.file(), task(blob).label(), cause));
      outcomes.put(blob, new Outcome(0, false, false, problems));
    }
  }

  private void judge(Task task, long count, List<HashingStream> hashes, Problems problems) {
    if (count < task.blob().size()) {
      tell(
          task,
          new Problem(
              Kind.TRUNCATED,
              task.label(),
              task.blob().size() + " bytes",
              count + " bytes",
              task.label()
                  + " in "
                  + log.file()
                  + " ended after "
                  + count
                  + " of "
                  + task.blob().size()
                  + " bytes. The file shrank while it was read; wait for its writer."),
          problems);
      return;
    }
    for (HashingStream hash : hashes) {
      Digest found = hash.digest();
      for (Digest recorded : task.digests()) {
        if (recorded.algorithm().equals(found.algorithm()) && !recorded.equals(found)) {
          tell(task, mismatch(log.file(), task.label(), recorded, found), problems);
        }
      }
    }
  }

  private static void tell(Task task, Problem problem, Problems problems) {
    if (task.named()) {
      problems.add(problem);
    } else {
      problems.note("blobs whose content does not match their digest", problem.message());
    }
  }

  private Task task(Blob blob) {
    Task task = tasks.get(blob);
    if (task == null) {
      throw new IllegalStateException("not asked for: " + blob);
    }
    return task;
  }

  /** The one wording for content that does not match its digest. */
  public static Problem mismatch(String file, String label, Digest recorded, Digest observed) {
    return new Problem(
        Kind.DIGEST_MISMATCH,
        label,
        recorded.toString(),
        observed.toString(),
        label
            + " in "
            + file
            + " does not match its digest: recorded "
            + recorded
            + ", observed "
            + observed
            + ". Its content was changed after the export; export the image again.");
  }
}
