package dev.custody.cli;

import dev.custody.linux.Host;
import dev.custody.oci.ArchiveReference;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Recorder;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What to observe besides the archive, and where the evidence goes. */
final class ObserveOptions {
  private final Supplier<List<String>> files;
  final Supplier<@Nullable String> output;
  final Supplier<@Nullable String> compactFile;
  final Supplier<@Nullable String> sha256File;
  final Supplier<@Nullable String> digestFile;
  final Supplier<@Nullable String> provenanceFile;
  private final Supplier<String> temporary;
  private final Supplier<@Nullable Duration> wait;
  private final Supplier<@Nullable Long> nextUid;

  ObserveOptions(Syntax syntax) {
    files =
        syntax.repeatable(
            "--file",
            "PATH",
            "A further path whose components, owners and labels belong in the record. Repeatable.");
    output =
        syntax.option(
            "-o, --output",
            "FILE",
            String.class,
            "The record as JSON, written atomically with mode 0644; - for standard output.",
            "A missing directory is made, open to all users of the volume.",
            "If it cannot be written, standard output gets it and a message says so.");
    compactFile =
        syntax.option(
            "--compact-file",
            "FILE",
            String.class,
            "The compact record (at most 700 bytes), for a Tekton result.");
    sha256File =
        syntax.option(
            "--sha256-file",
            "FILE",
            String.class,
            "The sha256 of the record's bytes without a newline, for a Tekton result.");
    digestFile =
        syntax.option(
            "--digest-file",
            "FILE",
            String.class,
            "The manifest digest without a newline, for a Tekton result.");
    provenanceFile =
        syntax.option(
            "--provenance-file",
            "FILE",
            String.class,
            "The image as Tekton artifacts provenance, for $(step.artifacts.path).");
    temporary =
        syntax.optionOr(
            "/var/tmp",
            "--temp-dir",
            "DIR",
            String.class,
            "Where the next step will unpack the archive (skopeo --tmpdir); its free space is"
                + " recorded.",
            "Default: ${DEFAULT-VALUE}, as skopeo's.");
    wait =
        syntax.option(
            "--wait",
            "DURATION",
            Duration.class,
            "Wait this long (30s, 5m, 1h) for what waiting can cure: a file still being written,"
                + " not yet",
            "visible, or a stale handle. Anything else ends at once.");
    nextUid =
        syntax.option(
            "--next-uid",
            "UID",
            Long.class,
            "The uid of the step that reads the archive next; warns if this one is another.");
  }

  /**
   * This step, the files and the archive, with what the diagnosis makes of them.
   *
   * @param recorded earlier evidence for the diagnosis
   */
  ExecutionRecord observe(
      Session session, ArchiveOptions options, List<RecordedEvidence> recorded, PrintWriter err) {
    ArchiveReference reference = options.reference();
    Observer observer =
        new Observer(
            () -> look(session, options, reference),
            recorded,
            nextUid.get(),
            line -> {
              if (!options.quiet()) {
                err.println("custody: " + line);
                err.flush();
              }
            });
    return observer.observe(wait.get());
  }

  private ExecutionRecord look(
      Session session, ArchiveOptions options, ArchiveReference reference) {
    Host host = session.host().get();
    try (ProgressLine progress = options.progress(session)) {
      Recorder.Observation what =
          new Recorder.Observation(
              session.path(reference.path()),
              options.request(reference, false, progress),
              files.get().stream().map(session::path).toList(),
              session.path(temporary.get()));
      return new Recorder(host, session.clock(), Version.text())
          .observe(
              what, StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    }
  }
}
