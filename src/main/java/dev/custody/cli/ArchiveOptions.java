package dev.custody.cli;

import dev.custody.linux.MemoryLimit;
import dev.custody.linux.Superuser;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Progress;
import dev.custody.oci.UnpackingLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that select an archive and how closely to look at it. */
final class ArchiveOptions {
  /** The most threads: more would only wait for each other, and each has buffers. */
  private static final int MOST_THREADS = 16;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      paramLabel = "ARCHIVE",
      description =
          "An OCI archive, an image layout directory or a docker archive: its path, or as skopeo"
              + " names it, oci-archive:PATH[:REF], oci:DIR[:REF] or docker-archive:PATH[:REF].")
  private String archive;

  @Option(
      names = "--ref",
      paramLabel = "NAME",
      description =
          "Selects the image with this org.opencontainers.image.ref.name, or by its "
              + "position: @0 is the first entry of index.json, as newer skopeo writes it.")
  private @Nullable String ref;

  @Option(
      names = "--depth",
      paramLabel = "DEPTH",
      defaultValue = "structure",
      description =
          "How closely to look: structure reads headers, index, manifest and config "
              + "(kilobytes, whatever the size); content hashes every blob; layers also "
              + "decompresses each layer and compares it with its diffID. Default: "
              + "${DEFAULT-VALUE}.")
  private Depth depth;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Reads and hashes content with this many threads, 1 to "
              + MOST_THREADS
              + ". Default: one for each processor that this process may use, "
              + MOST_THREADS
              + " at most.")
  private @Nullable Integer threads;

  @Option(
      names = {"-q", "--quiet"},
      description = "Prints no progress to standard error.")
  private boolean quiet;

  /** The archive as skopeo would understand the same string. */
  ArchiveReference reference() {
    ArchiveReference reference;
    try {
      reference = ArchiveReference.parse(archive);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
    String unusual = reference.unusualPath();
    if (unusual != null && Files.notExists(Path.of(reference.path()))) {
      throw new ParameterException(command.commandLine(), archive + " " + unusual);
    }
    if (reference.looksLikeRegistryName() && !Files.exists(Path.of(reference.path()))) {
      throw new ParameterException(
          command.commandLine(),
          archive
              + " is an image in a registry, and custody reads files; copy the image first: skopeo"
              + " copy docker://"
              + archive
              + " oci-archive:image.tar");
    }
    int colon = archive.lastIndexOf(':');
    if (reference.format() == null
        && colon > 0
        && Files.notExists(Path.of(reference.path()))
        && Files.isRegularFile(Path.of(archive.substring(0, colon)))) {
      String name = archive.substring(colon + 1);
      throw new ParameterException(
          command.commandLine(),
          archive
              + " does not exist, but "
              + archive.substring(0, colon)
              + " does; for the image "
              + name
              + " in it give --ref "
              + name
              + ", or oci-archive:"
              + archive);
    }
    if (ref != null && reference.image() != null && !ref.equals(reference.image())) {
      throw new ParameterException(
          command.commandLine(),
          "--ref " + ref + " and " + archive + " name different images; give only one of them");
    }
    return reference;
  }

  boolean quiet() {
    return quiet;
  }

  /** The progress to print on standard error while reading; null for none. */
  @Nullable ProgressLine progress(Session session) {
    return quiet
        ? null
        : new ProgressLine(command.commandLine().getErr(), session.errorIsTerminal());
  }

  /** Returns the request for the inspection. */
  InspectionRequest request(
      ArchiveReference reference, boolean hashArchive, @Nullable ProgressLine progress) {
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new ParameterException(
          command.commandLine(),
          "--threads " + threads + ": give a number from 1 to " + MOST_THREADS);
    }
    if (depth != Depth.STRUCTURE || hashArchive) {
      Preparation.forContent();
    }
    return new InspectionRequest(
        reference.format(),
        ref != null ? ref : reference.image(),
        reference.sourceIndex(),
        depth,
        hashArchive,
        threads == null
            ? Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors())
            : threads,
        progress == null ? Progress.NONE : progress,
        HostPageCache::of,
        UnpackingLimits.within(() -> MemoryLimit.of(Path.of("/"))),
        () -> !Superuser.is(Path.of("/")));
  }
}
