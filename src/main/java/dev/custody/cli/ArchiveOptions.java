package dev.custody.cli;

import dev.custody.linux.MemoryLimit;
import dev.custody.oci.ArchiveReference;
import dev.custody.oci.Depth;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.Progress;
import dev.custody.oci.read.UnpackingLimits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Which archive, and how closely to look. */
final class ArchiveOptions {
  /** More would only wait for each other, and each has buffers. */
  private static final int MOST_THREADS = 16;

  private final Syntax syntax;
  private final Supplier<String> archive;
  private final Supplier<@Nullable String> ref;
  private final Supplier<Depth> depth;
  private final Supplier<@Nullable Integer> threads;
  private final BooleanSupplier quiet;

  ArchiveOptions(Syntax syntax) {
    this.syntax = syntax;
    archive =
        syntax.parameter(
            "ARCHIVE",
            "An OCI archive, an image layout directory or a docker archive; a path, or skopeo's"
                + " form:",
            "oci-archive:PATH[:REF], oci:DIR[:REF], docker-archive:PATH[:REF].");
    ref =
        syntax.option(
            "--ref",
            "NAME",
            String.class,
            "The image to select by its org.opencontainers.image.ref.name, where there are"
                + " several.");
    depth =
        syntax.optionOr(
            "structure",
            "--depth",
            "DEPTH",
            Depth.class,
            "structure: headers, index, manifest and config (kilobytes, whatever the size);",
            "content: every blob hashed; layers: also decompressed and compared with the diffIDs.",
            "Default: ${DEFAULT-VALUE}.");
    threads =
        syntax.option(
            "--threads",
            "N",
            Integer.class,
            "How many threads read and hash content, 1 to " + MOST_THREADS + ".",
            "Default: as many as this process may use processors, " + MOST_THREADS + " at most.");
    quiet = syntax.flag("-q, --quiet", "No progress and no waiting lines on standard error.");
  }

  /** The archive as skopeo would understand the same string. */
  ArchiveReference reference() {
    String archive = this.archive.get();
    @Nullable String ref = this.ref.get();
    ArchiveReference reference;
    try {
      reference = ArchiveReference.parse(archive);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(syntax.commandLine(), e.getMessage(), e);
    }
    if (ref != null && reference.image() != null && !ref.equals(reference.image())) {
      throw new ParameterException(
          syntax.commandLine(),
          "--ref " + ref + " and " + archive + " name different images; keep one of them");
    }
    return reference;
  }

  boolean quiet() {
    return quiet.getAsBoolean();
  }

  /** What is told of the reading, on standard error; null for nothing. */
  @Nullable ProgressLine progress(Session session) {
    PrintWriter err = syntax.commandLine().getErr();
    return quiet() ? null : new ProgressLine(err, session.errorIsTerminal());
  }

  /** How to read it. */
  ImageArchive.Request request(
      ArchiveReference reference, boolean hashArchive, @Nullable ProgressLine progress) {
    @Nullable Integer threads = this.threads.get();
    @Nullable String ref = this.ref.get();
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new ParameterException(
          syntax.commandLine(),
          "--threads " + threads + ": 1 to " + MOST_THREADS + " are possible");
    }
    if (depth.get() != Depth.STRUCTURE || hashArchive) {
      Preparation.forContent();
    }
    return new ImageArchive.Request(
        reference.format(),
        ref != null ? ref : reference.image(),
        reference.sourceIndex(),
        depth.get(),
        hashArchive,
        threads == null
            ? Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors())
            : threads,
        progress == null ? Progress.NONE : progress,
        HostPageCache::of,
        UnpackingLimits.within(() -> MemoryLimit.of(Path.of("/"))));
  }
}
