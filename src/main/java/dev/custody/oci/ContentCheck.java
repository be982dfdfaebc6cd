package dev.custody.oci;

import dev.custody.oci.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads blobs to their ends and holds them against their names, each once. */
final class ContentCheck implements BlobStore.Visitor {
  /**
   * What a blob should be.
   *
   * @param digest what its bytes should hash to; null when nothing says
   * @param label how a message calls it: {@code layer 2 (sha256:…)}
   * @param named whether a manifest names it; if none does, a fault is only a note
   * @param unpack whether it is a layer to unpack
   * @param diffIds of its uncompressed content
   */
  record Task(
      Blob blob,
      @Nullable Digest digest,
      String label,
      boolean named,
      boolean unpack,
      Set<Digest> diffIds) {}

  private final Draft draft;
  private final Progress progress;
  private final Map<Blob, Task> tasks = new LinkedHashMap<>();
  private final byte[] buffer = new byte[Reads.BUFFER];

  ContentCheck(Draft draft, Progress progress) {
    this.draft = draft;
    this.progress = progress;
  }

  /** Adds a blob; one that several images name is read once and held against all they say. */
  void add(Task task) {
    tasks.merge(
        task.blob(),
        task,
        (a, b) -> {
          Set<Digest> diffIds = new LinkedHashSet<>(a.diffIds());
          diffIds.addAll(b.diffIds());
          return new Task(
              a.blob(),
              a.digest(),
              a.label(),
              a.named() || b.named(),
              a.unpack() || b.unpack(),
              diffIds);
        });
  }

  /** Reads everything added, the largest first where the store can choose. */
  void run(BlobStore store) throws IOException {
    progress.total(tasks.keySet().stream().mapToLong(Blob::size).sum());
    List<Blob> order = new ArrayList<>(tasks.keySet());
    order.sort(Comparator.comparingLong(Blob::size).reversed());
    store.visit(order, this);
  }

  @Override
  public void visit(Blob blob, InputStream content) throws IOException {
    Task task = task(blob);
    String algorithm = task.digest() == null ? "sha256" : task.digest().algorithm();
    HashingStream stored = new HashingStream(content, algorithm, progress);
    if (task.unpack()) {
      LayerCheck.run(stored, blob.size(), task.label(), task.diffIds(), draft, buffer);
    }
    stored.drain(buffer);
    draft.hashed(stored.count());
    judge(task, stored.count(), stored.digest());
  }

  private void judge(Task task, long count, Digest found) {
    Problem problem = null;
    if (count < task.blob().size()) {
      problem =
          new Problem(
              Kind.TRUNCATED,
              task.label(),
              task.blob().size() + " bytes",
              count + " bytes",
              task.label()
                  + " in "
                  + draft.file
                  + " ended after "
                  + count
                  + " of "
                  + task.blob().size()
                  + " bytes. The file shrank while it was read; wait for its writer.");
    } else if (task.digest() != null && !found.equals(task.digest())) {
      problem = mismatch(draft.file, task.label(), task.digest(), found);
    }
    if (problem != null && task.named()) {
      draft.problems.add(problem);
    } else if (problem != null) {
      draft.problems.note(problem.message());
    }
  }

  @Override
  public void failed(Blob blob, IOException cause) {
    draft.problems.add(IoProblem.of(draft.file, task(blob).label(), cause));
  }

  private Task task(Blob blob) {
    Task task = tasks.get(blob);
    if (task == null) {
      throw new IllegalStateException("not asked for: " + blob);
    }
    return task;
  }

  /** The one wording for bytes that do not hash to their name. */
  static Problem mismatch(String file, String label, Digest recorded, Digest observed) {
    return new Problem(
        Kind.DIGEST_MISMATCH,
        label,
        recorded.toString(),
        observed.toString(),
        label
            + " in "
            + file
            + " does not hash to its name: recorded "
            + recorded
            + ", observed "
            + observed
            + ". Its bytes were changed after the export; export the image again.");
  }
}
