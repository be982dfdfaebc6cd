package dev.custody.report.run;

import dev.custody.linux.Capabilities;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.IdRange;
import dev.custody.linux.Ids;
import dev.custody.linux.Mount;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.UserNamespace;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.Problem;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RecordedEvidence.Look;
import dev.custody.record.Step;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of evidence that tasks are compared by.
 *
 * @param cell what a look saw of it; null if nothing
 */
record EvidenceRow(String group, String label, Function<Look, @Nullable String> cell) {
  /** In the order people ask: did it work, which image, who am I, which file, where. */
  static final List<EvidenceRow> ALL =
      List.of(
          new EvidenceRow("archive", "access", EvidenceRow::access),
          new EvidenceRow("archive", "problems", EvidenceRow::problems),
          new EvidenceRow("archive", "manifest digest", r -> text(RecordFacts.manifest(r))),
          new EvidenceRow("archive", "config digest", r -> text(r.image().config())),
          new EvidenceRow("archive", "index.json digest", r -> text(r.indexDigest())),
          new EvidenceRow("archive", "size, bytes", EvidenceRow::size),
          new EvidenceRow("archive", "form", archive(EvidenceRow::form)),
          new EvidenceRow("archive", "platform", archive(a -> a.image().platform())),
          new EvidenceRow("process", "user", credentials(c -> ids(c.uid()))),
          new EvidenceRow("process", "group", credentials(c -> ids(c.gid()))),
          new EvidenceRow("process", "supplementary groups", credentials(EvidenceRow::groups)),
          new EvidenceRow("process", "capabilities", process(EvidenceRow::capabilities)),
          new EvidenceRow("process", "process label", process(ProcessIdentity::label)),
          new EvidenceRow("process", "SCC", step(Step::scc)),
          new EvidenceRow("process", "service account", step(s -> s.pod().serviceAccount())),
          new EvidenceRow("process", "user namespace", process(EvidenceRow::userNamespace)),
          new EvidenceRow(
              "process", "no new privileges", process(ProcessIdentity::noNewPrivileges)),
          new EvidenceRow("process", "seccomp", process(ProcessIdentity::seccomp)),
          new EvidenceRow("process", "umask", process(ProcessIdentity::umask)),
          new EvidenceRow("file", "path", EvidenceRow::path),
          new EvidenceRow("file", "resolves to", EvidenceRow::resolved),
          new EvidenceRow("file", "mode and owner", status(EvidenceRow::mode)),
          new EvidenceRow("file", "file label", reached(Component::label)),
          new EvidenceRow("file", "directory label", r -> directory(r, EvidenceRow::labelOf)),
          new EvidenceRow(
              "file",
              "directory mode and owner",
              r -> directory(r, c -> c.status() == null ? null : mode(c.status()))),
          new EvidenceRow("file", "ACL", reached(Component::acl)),
          new EvidenceRow("file", "inode", status(EvidenceRow::inode)),
          new EvidenceRow("file", "modified (mtime)", status(FileStatus::modified)),
          new EvidenceRow("file", "changed (ctime)", status(FileStatus::changed)),
          new EvidenceRow("place", "node", step(s -> s.pod().node())),
          new EvidenceRow("place", "boot of the node", step(s -> brief(s.bootId()))),
          new EvidenceRow("place", "mount", EvidenceRow::mount),
          new EvidenceRow("place", "mount options", EvidenceRow::options));

  /** What one look saw of it; null if nothing. */
  @Nullable String of(Look look) {
    return cell.apply(look);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static <T> Function<Look, @Nullable String> archive(
      Function<ArchiveEvidence, @Nullable T> part) {
    return look -> {
      ArchiveEvidence archive = look.archive();
      return archive == null ? null : text(part.apply(archive));
    };
  }

  private static <T> Function<Look, @Nullable String> process(
      Function<ProcessIdentity, @Nullable T> part) {
    return look -> text(part.apply(look.process()));
  }

  private static Function<Look, @Nullable String> credentials(Function<Credentials, String> part) {
    return look -> {
      Credentials credentials = look.process().credentials();
      return credentials == null ? null : part.apply(credentials);
    };
  }

  private static Function<Look, @Nullable String> step(Function<Step, @Nullable String> part) {
    return look -> part.apply(look.step());
  }

  private static <T> Function<Look, @Nullable String> status(Function<FileStatus, T> part) {
    return look -> {
      FileStatus status = look.file();
      return status == null ? null : text(part.apply(status));
    };
  }

  private static Function<Look, @Nullable String> reached(
      Function<Component, ExtendedAttribute> part) {
    return look -> {
      PathWalk walk = RecordFacts.walk(look);
      if (walk == null || walk.resolved() == null) {
        return null;
      }
      return switch (part.apply(walk.last())) {
        case ExtendedAttribute.Present present -> present.value();
        case ExtendedAttribute.Absent _ -> "none";
        case ExtendedAttribute.Refused _, ExtendedAttribute.NotChecked _ -> null;
      };
    };
  }

  private static @Nullable String labelOf(Component component) {
    return component.label() instanceof ExtendedAttribute.Present(String value) ? value : null;
  }

  /** Of the last directory that was reached: what a denied look still sees of the volume. */
  private static @Nullable String directory(Look look, Function<Component, @Nullable String> part) {
    PathWalk walk = RecordFacts.walk(look);
    if (walk != null) {
      for (Component component : walk.components().reversed()) {
        FileStatus status = component.status();
        if (status != null && status.type() == FileType.DIRECTORY) {
          return part.apply(component);
        }
      }
    }
    return null;
  }

  private static @Nullable String size(Look look) {
    Long size = look.size();
    return size == null || size == 0 ? null : size.toString();
  }

  private static @Nullable String path(Look look) {
    PathWalk walk = RecordFacts.walk(look);
    return walk == null ? null : walk.path();
  }

  private static @Nullable String access(Look look) {
    String denial = RecordFacts.denial(look);
    if (denial != null) {
      return denial;
    }
    return switch (look) {
      case RecordedEvidence.Full full -> full.record().archive().walk().readable() ? "reads" : null;
      // A digest can be had only of bytes that were read.
      case RecordedEvidence.Compact compact ->
          compact.image().known() || compact.indexDigest() != null ? "reads" : null;
    };
  }

  private static @Nullable String problems(Look look) {
    return switch (look) {
      case RecordedEvidence.Full full -> full.archive() == null ? null : problems(full.archive());
      case RecordedEvidence.Compact compact ->
          switch (compact.record().checks().worst()) {
            case null -> compact.sound() ? "none" : null;
            case DAMAGED -> "the archive is damaged (the full record says how)";
            case CANNOT_TELL -> "not all could be checked (the full record says why)";
          };
    };
  }

  private static @Nullable String problems(ArchiveEvidence archive) {
    if (archive.checks().problems().isEmpty()) {
      return archive.image().config() == null ? null : "none";
    }
    List<String> damage =
        archive.checks().problems().stream()
            .filter(p -> p.kind() != Problem.Kind.ACCESS_DENIED)
            .map(Problem::message)
            .toList();
    return damage.isEmpty()
        ? null
        : damage.getFirst() + (damage.size() == 1 ? "" : " (and " + (damage.size() - 1) + " more)");
  }

  private static @Nullable String form(ArchiveEvidence archive) {
    return archive.file().format() == null
        ? null
        : archive.file().format().name().toLowerCase(Locale.ROOT).replace('_', '-')
            + (archive.file().compression() == ArchiveFile.Compression.NONE
                ? ""
                : ", " + archive.file().compression().name().toLowerCase(Locale.ROOT));
  }

  private static String ids(Ids ids) {
    boolean one = ids.real() == ids.filesystem() && ids.effective() == ids.filesystem();
    return one
        ? String.valueOf(ids.filesystem())
        : ids.filesystem() + " (real " + ids.real() + ", effective " + ids.effective() + ")";
  }

  private static String groups(Credentials credentials) {
    return credentials.groups().isEmpty()
        ? "none"
        : credentials.groups().stream()
            .sorted()
            .distinct()
            .map(String::valueOf)
            .collect(Collectors.joining(" "));
  }

  private static @Nullable String capabilities(ProcessIdentity process) {
    Capabilities capabilities = process.capabilities();
    if (capabilities == null) {
      return null;
    }
    return capabilities.effective().isEmpty()
        ? "none"
        : capabilities.effective().stream()
            .map(name -> name.replaceFirst("^CAP_", ""))
            .collect(Collectors.joining(" "));
  }

  private static @Nullable String userNamespace(ProcessIdentity process) {
    UserNamespace namespace = process.userNamespace();
    if (namespace == null) {
      return null;
    }
    return namespace.isIdentity()
        ? "none"
        : "uids " + ranges(namespace.uidMap()) + "; gids " + ranges(namespace.gidMap());
  }

  private static String ranges(List<IdRange> ranges) {
    return ranges.stream()
        .map(r -> r.inside() + " is " + r.outside() + " (" + r.count() + ")")
        .collect(Collectors.joining(", "));
  }

  private static @Nullable String resolved(Look look) {
    PathWalk walk = RecordFacts.walk(look);
    return walk == null || Objects.equals(walk.resolved(), walk.path()) ? null : walk.resolved();
  }

  private static String mode(FileStatus status) {
    return String.format(Locale.ROOT, "%04o %d:%d", status.mode(), status.uid(), status.gid());
  }

  private static String inode(FileStatus status) {
    return status.inode()
        + " on "
        + status.device()
        + (status.born() == null ? "" : ", born " + status.born());
  }

  private static @Nullable String brief(@Nullable String bootId) {
    // A compact record keeps only the start.
    return bootId == null || bootId.length() < 8 ? bootId : bootId.substring(0, 8);
  }

  private static @Nullable String mount(Look look) {
    Mount mount = look.mount();
    return mount == null
        ? null
        : mount.type()
            + " "
            + mount.source()
            + (mount.root().equals("/") ? "" : " (its " + mount.root() + ")")
            + " on "
            + mount.mountPoint();
  }

  private static @Nullable String options(Look look) {
    Mount mount = look.mount();
    return mount == null
        ? null
        : String.join(",", mount.options()) + "; " + String.join(",", mount.superOptions());
  }
}
