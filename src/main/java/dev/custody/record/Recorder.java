package dev.custody.record;

import dev.custody.linux.Component;
import dev.custody.linux.Directories;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Host;
import dev.custody.linux.Mount;
import dev.custody.linux.MountTable;
import dev.custody.linux.PathWalk;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Problem;
import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Observes this process, the files it was told of and the archive, once, and returns what it saw as
 * a record.
 */
public final class Recorder {
  /** Where skopeo and buildah unpack archives; a killed one leaves its directory there. */
  private static final String LEFTOVERS = "{oci,container_images_oci}*";

  private static final int LEFTOVERS_SHOWN = 3;
  private static final int BLOBS_LOOKED_AT = 1000;

  /** Between two looks at a file that is cut short: a writer at work changes it meanwhile. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1500);

  private final Host host;
  private final Clock clock;
  private final String version;

  /** {@code version} is that of the program, for the record. */
  public Recorder(Host host, Clock clock, String version) {
    this.host = host;
    this.clock = clock;
    this.version = version;
  }

  /**
   * What to look at.
   *
   * @param archive absolute path of the archive
   * @param request how to read it; null to look at the path only
   * @param files further paths to walk
   * @param temporary the directory the next step unpacks into, for its free space; null not to ask
   * @param surroundings what to list and hash around the archive
   */
  public record Targets(
      Path archive,
      @Nullable InspectionRequest request,
      List<Path> files,
      @Nullable Path temporary,
      Surroundings surroundings) {
    public Targets {
      files = List.copyOf(files);
    }
  }

  /**
   * What to list and hash around the archive.
   *
   * @param directories to list beside the archive's own
   * @param depth how many levels of names, from 1
   * @param hashFiles whether the content of the further files is hashed
   */
  public record Surroundings(List<Path> directories, int depth, boolean hashFiles) {
    public Surroundings {
      directories = List.copyOf(directories);
    }
  }

  /** One look at everything. Never fails: what could not be seen is part of the evidence. */
  public ExecutionRecord observe(Targets what, Step step) {
    var began = clock.instant();
    PathWalk walk = host.walk(what.archive());
    Path inside = refusedInside(what.archive());
    PathWalk refused = inside == null ? null : host.walk(inside);
    List<PathWalk> files = what.files().stream().map(host::walk).toList();
    Path unpacked = what.temporary();
    List<PathWalk> leftovers =
        unpacked == null
            ? List.of()
            : host.matching(unpacked, LEFTOVERS, LEFTOVERS_SHOWN).stream().map(host::walk).toList();
    ArchiveEvidence evidence =
        what.request() == null
            ? null
            : ReadErrors.named(ImageArchive.inspect(what.archive(), what.request()));
    if (evidence != null && inside == null && walk.readable() && deniedWhileRead(evidence)) {
      // It could be opened a moment ago; who refuses now shows on a second walk.
      walk = host.walk(what.archive());
      inside = refusedInside(what.archive());
      refused = inside == null ? null : host.walk(inside);
    }
    List<PathWalk> walks = new ArrayList<>(List.of(walk));
    if (refused != null) {
      walks.add(refused);
    }
    walks.addAll(files);
    walks.addAll(leftovers);
    return new ExecutionRecord(
        ExecutionRecord.SCHEMA_VERSION,
        version,
        began,
        step,
        host.process(),
        covering(walks),
        new ObservedArchive(
            walk,
            refused,
            evidence,
            evidence != null && cut(evidence) ? secondLook(what.archive()) : null,
            null,
            null),
        files,
        workspace(what),
        new TemporaryDirectory(unpacked == null ? null : host.space(unpacked), leftovers),
        List.of(),
        notDone());
  }

  private Workspace workspace(Targets what) {
    Path directory = what.archive().getParent();
    Set<Path> directories = new LinkedHashSet<>();
    if (directory != null) {
      directories.add(directory);
    }
    directories.addAll(what.surroundings().directories());
    Path runs = runs(directory);
    if (runs != null) {
      directories.add(runs);
    }
    return new Workspace(
        directory == null ? null : host.space(directory),
        directories.stream().map(d -> host.list(d, what.surroundings().depth())).toList(),
        what.surroundings().hashFiles()
            ? what.files().stream().map(ContentHash::of).toList()
            : null);
  }

  /**
   * Where the steps of all runs on the volume keep their records; null if there is no such
   * directory.
   */
  private static @Nullable Path runs(@Nullable Path directory) {
    for (Path at = directory; at != null && at.getNameCount() > 1; at = at.getParent()) {
      Path runs = at.resolve(Workspace.RUNS);
      if (Files.isDirectory(runs)) {
        return runs;
      }
    }
    return null;
  }

  /**
   * The first file of an image layout that this process may not read; null if there is none, or the
   * path is not a directory. Of a directory that cannot be searched it is whatever would be in it.
   */
  private static @Nullable Path refusedInside(Path directory) {
    if (!Files.isDirectory(directory)) {
      return null;
    }
    List<Path> inside = new ArrayList<>();
    Path blobs = directory.resolve("blobs");
    inside.add(directory.resolve("index.json"));
    inside.add(directory.resolve("oci-layout"));
    inside.add(blobs);
    for (String algorithm : List.of("sha256", "sha384", "sha512")) {
      Path named = blobs.resolve(algorithm);
      inside.add(named);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Directories.require(named))) {
        StreamSupport.stream(files.spliterator(), false)
            .limit(BLOBS_LOOKED_AT)
            .sorted()
            .forEach(inside::add);
      } catch (IOException | DirectoryIteratorException e) {
        // Not there, or it is the refused one itself.
      }
    }
    return inside.stream()
        .filter(file -> !Files.notExists(file) && !Files.isReadable(file))
        .findFirst()
        .orElse(null);
  }

  private static boolean cut(ArchiveEvidence evidence) {
    return evidence.checks().problems().stream()
        .anyMatch(p -> p.kind() == Problem.Kind.TRUNCATED || p.kind() == Problem.Kind.EMPTY_FILE);
  }

  private SecondLook secondLook(Path archive) {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    FileStatus status;
    try {
      status = host.status(archive);
    } catch (IOException e) {
      status = null;
    }
    Path directory = archive.getParent();
    return new SecondLook(
        clock.instant(),
        status,
        directory == null ? null : host.clockOf(directory),
        host.writersOf(archive));
  }

  private static boolean deniedWhileRead(ArchiveEvidence evidence) {
    return evidence.checks().problems().stream()
        .anyMatch(p -> p.kind() == Problem.Kind.ACCESS_DENIED);
  }

  private List<Mount> covering(List<PathWalk> walks) {
    MountTable table = host.mounts();
    if (table == null) {
      return List.of();
    }
    Map<Integer, Mount> byId = new LinkedHashMap<>();
    for (PathWalk walk : walks) {
      for (Component component : walk.components()) {
        Mount mount = table.covering(component.path());
        if (mount != null) {
          byId.putIfAbsent(mount.id(), mount);
        }
      }
    }
    // Both lie on the node's disk in every pod: what shares their device is a node's directory.
    for (String ofTheNode : List.of("/etc/hosts", "/dev/termination-log")) {
      Mount mount = table.covering(ofTheNode);
      if (mount != null && mount.mountPoint().equals(ofTheNode)) {
        byId.putIfAbsent(mount.id(), mount);
      }
    }
    return List.copyOf(byId.values());
  }

  private List<NotDone> notDone() {
    return host.unread().stream().map(what -> new NotDone(what, List.of())).toList();
  }
}
