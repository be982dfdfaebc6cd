package dev.custody.cli;

import dev.custody.linux.Host;
import dev.custody.oci.ArchiveReference;
import dev.custody.record.BuiltImage;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Recorder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for what to observe besides the archive, and for how long. */
final class ObserveOptions {
  private static final int MOST_LEVELS = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Also records the components, owners and labels of this path. Repeatable.")
  private List<String> files = List.of();

  @Option(names = "--hash", description = "Also records the sha256 of each --file.")
  private boolean hash;

  @Option(
      names = "--list",
      paramLabel = "DIR",
      description =
          "Also lists this directory, as ls -la does; the archive's own is always "
              + "listed. At most 1,000 names each, the rest is counted. Repeatable.")
  private List<String> listed = List.of();

  @Option(
      names = "--list-depth",
      paramLabel = "N",
      defaultValue = "1",
      description = "Lists this many levels of names, 1 to 8. Default: ${DEFAULT-VALUE}.")
  private int listDepth;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      defaultValue = "/var/tmp",
      description =
          "The directory into which the next step will unpack the archive (skopeo "
              + "--tmpdir); its free space is recorded. Default: ${DEFAULT-VALUE}, as for skopeo.")
  private String temporary;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "Waits at most this long, such as 30s or 1m30s, for what time can cure: a file that "
              + "is still being written, is not visible yet, or has a stale handle. Any other "
              + "cause ends the wait at once.")
  private @Nullable Duration wait;

  @Option(
      names = "--next-uid",
      paramLabel = "UID",
      description =
          "The uid of the step that reads the archive next; custody warns if its own " + "differs.")
  private @Nullable Long nextUid;

  /**
   * Observes this step, the files and the archive, and adds the findings of the diagnosis.
   *
   * @param recorded earlier evidence for the diagnosis
   */
  ExecutionRecord observe(
      Session session, ArchiveOptions options, List<RecordedEvidence> recorded) {
    return observe(session, options, recorded, null);
  }

  /** The same with the id that the build printed; null where it was not given. */
  ExecutionRecord observe(
      Session session,
      ArchiveOptions options,
      List<RecordedEvidence> recorded,
      @Nullable BuiltImage built) {
    PrintWriter err = command.commandLine().getErr();
    if (listDepth < 1 || listDepth > MOST_LEVELS) {
      throw new ParameterException(
          command.commandLine(),
          "--list-depth " + listDepth + ": give a number from 1 to " + MOST_LEVELS);
    }
    ArchiveReference reference = options.reference();
    WaitingObserver observer =
        new WaitingObserver(
            () -> {
              ExecutionRecord seen = look(session, options, reference);
              return built == null ? seen : seen.built(built);
            },
            recorded,
            nextUid,
            line -> {
              if (!options.quiet()) {
                Message.print(err, line);
              }
            });
    return observer.observe(wait);
  }

  /** The paths that a look follows. */
  List<Path> lookedAt(Session session, ArchiveOptions options) {
    return Stream.of(List.of(options.reference().path()), files, listed)
        .flatMap(List::stream)
        .map(session::path)
        .toList();
  }

  private ExecutionRecord look(
      Session session, ArchiveOptions options, ArchiveReference reference) {
    Host host = session.host().get();
    try (ProgressLine progress = options.progress(session)) {
      Recorder.Targets what =
          new Recorder.Targets(
              session.path(reference.path()),
              options.request(reference, false, progress),
              files.stream().map(session::path).toList(),
              session.path(temporary),
              new Recorder.Surroundings(
                  listed.stream().map(session::path).toList(), listDepth, hash));
      return new Recorder(host, session.clock(), Version.text())
          .observe(
              what, StepVariables.read(session.environment(), host.bootId(), host.kernelRelease()));
    }
  }
}
