package dev.custody.cli;

import dev.custody.linux.Host;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.Digest;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.Recorder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to observe besides the archive, and where the evidence goes. */
final class ObserveOptions {
  @Option(
      names = "--file",
      paramLabel = "PATH",
      description =
          "A further path whose components, owners and labels belong in the record. Repeatable.")
  List<String> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The record as JSON, written atomically with mode 0644; - for standard output.",
        "A missing directory is made, open to all users of the volume.",
        "If it cannot be written, standard output gets it and a message says so."
      })
  @Nullable String output;

  @Option(
      names = "--compact-file",
      paramLabel = "FILE",
      description = "The compact record (at most 700 bytes), for a Tekton result.")
  @Nullable String compactFile;

  @Option(
      names = "--sha256-file",
      paramLabel = "FILE",
      description = "The sha256 of the record's bytes without a newline, for a Tekton result.")
  @Nullable String sha256File;

  @Option(
      names = "--digest-file",
      paramLabel = "FILE",
      description = "The manifest digest without a newline, for a Tekton result.")
  @Nullable String digestFile;

  @Option(
      names = "--provenance-file",
      paramLabel = "FILE",
      description = "The image as Tekton artifacts provenance, for $(step.artifacts.path).")
  @Nullable String provenanceFile;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      defaultValue = "/var/tmp",
      description = {
        "Where the next step will unpack the archive (skopeo --tmpdir); its free space is recorded.",
        "Default: ${DEFAULT-VALUE}, as skopeo's."
      })
  String temporary;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = {
        "Wait this long (30s, 5m, 1h) for what waiting can cure: a file still being written, not yet",
        "visible, or a stale handle. Anything else ends at once."
      })
  @Nullable Duration wait;

  @Option(
      names = "--next-uid",
      paramLabel = "UID",
      description =
          "The uid of the step that reads the archive next; warns if this one is another.")
  @Nullable Long nextUid;

  /**
   * This step, the files and the archive, with what the diagnosis makes of them.
   *
   * @param recorded earlier evidence for the diagnosis
   */
  ExecutionRecord observe(
      Session session,
      ArchiveOptions options,
      List<ExecutionRecord> recorded,
      List<Digest> digests,
      PrintWriter err) {
    ArchiveReference reference = options.reference();
    Observer observer =
        new Observer(
            () -> look(session, options, reference),
            recorded,
            digests,
            nextUid,
            line -> {
              if (!options.quiet) {
                err.println("custody: " + line);
                err.flush();
              }
            });
    return observer.observe(wait);
  }

  private ExecutionRecord look(
      Session session, ArchiveOptions options, ArchiveReference reference) {
    Host host = session.host().get();
    try (ProgressLine progress = options.progress(session)) {
      Recorder.Observation what =
          new Recorder.Observation(
              session.path(reference.path()),
              options.request(reference, false, progress),
              files.stream().map(session::path).toList(),
              session.path(temporary));
      return new Recorder(host, session.clock(), Version.text())
          .observe(
              what, StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    }
  }
}
