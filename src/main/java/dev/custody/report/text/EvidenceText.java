package dev.custody.report.text;

import dev.custody.linux.Capabilities;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.Space;
import dev.custody.record.CauseId;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.NotDone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The evidence about the step, as rows of a page: who, which file, which mount, how much space. */
final class EvidenceText {
  private EvidenceText() {}

  /** Who asked, and where the path lies. */
  static void identity(TextPage page, ExecutionRecord record) {
    page.row("process", process(record.process()));
    Mount mount = record.mount(record.archive().walk().last());
    page.row("mount", mount == null ? "not checked" : mount(mount));
  }

  static void rows(TextPage page, ExecutionRecord record) {
    page.row("process", process(record.process()));
    List<PathWalk> walks = new ArrayList<>();
    walks.add(record.archive().walk());
    if (record.archive().refused() != null) {
      walks.add(record.archive().refused());
    }
    walks.addAll(record.files());
    for (PathWalk walk : walks) {
      page.row("file", file(walk));
      Mount mount = record.mount(walk.last());
      page.row("mount", mount == null ? "not checked" : mount(mount));
    }
    for (Space space : spaces(record)) {
      page.row("space", space(space));
    }
  }

  /** Of the workspace and of the directory where the next step unpacks, as far as asked. */
  private static List<Space> spaces(ExecutionRecord record) {
    List<Space> spaces = new ArrayList<>();
    if (record.workspace().space() != null) {
      spaces.add(record.workspace().space());
    }
    if (record.temporary().space() != null) {
      spaces.add(record.temporary().space());
    }
    return spaces;
  }

  static void notDone(TextPage page, List<NotDone> notDone) {
    for (NotDone gap : notDone) {
      page.row(
          "not checked",
          gap.what()
              + (gap.causes().isEmpty()
                  ? ""
                  : "; cannot be excluded: " + CauseId.line(gap.causes())));
    }
  }

  static String process(ProcessIdentity process) {
    Credentials credentials = process.credentials();
    if (credentials == null) {
      return "not checked (/proc/self/status could not be read)";
    }
    Capabilities capabilities = process.capabilities();
    String groups =
        credentials.groups().stream().map(String::valueOf).collect(Collectors.joining(","));
    return "uid "
        + credentials.uid().filesystem()
        + " gid "
        + credentials.gid().filesystem()
        + " groups "
        + (groups.isEmpty() ? "none" : groups)
        + "; "
        + (capabilities == null ? "capabilities not checked" : capabilities(capabilities))
        + "; "
        + (process.label() == null ? "no security label" : "label " + process.label());
  }

  private static String capabilities(Capabilities capabilities) {
    List<String> effective = capabilities.effective();
    return switch (effective.size()) {
      case 0 -> "no capabilities";
      case 1, 2, 3, 4 -> String.join(" ", effective);
      default -> effective.size() + " capabilities";
    };
  }

  static String file(PathWalk walk) {
    Component last = walk.last();
    FileStatus status = last.status();
    String where =
        last.path().equals(walk.path()) ? walk.path() : walk.path() + " at " + last.path();
    if (status == null) {
      return where + ": lstat " + outcome(last.lstat());
    }
    return where
        + ": "
        + type(status)
        + String.format(Locale.ROOT, "%04o", status.mode())
        + " uid "
        + status.uid()
        + " gid "
        + status.gid()
        + ", modified "
        + status.modified()
        + (last.label() instanceof ExtendedAttribute.Present(String value)
            ? ", label " + value
            : "")
        + (walk.readable()
            ? ""
            : "; open " + outcome(last.open()) + ", read " + outcome(last.read()));
  }

  static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> "ok";
      case Outcome.Failed failed -> failed.errno();
      case Outcome.NotAttempted not -> "not tried (" + not.reason() + ")";
    };
  }

  private static String type(FileStatus status) {
    return switch (status.type()) {
      case REGULAR -> "mode ";
      case DIRECTORY -> "directory, mode ";
      case SYMLINK -> "symbolic link, mode ";
      case FIFO -> "FIFO, mode ";
      case SOCKET -> "socket, mode ";
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "device, mode ";
    };
  }

  /** As ls -l writes it: {@code drwxr-sr-x}. */
  static String mode(FileStatus status) {
    char type =
        switch (status.type()) {
          case REGULAR -> '-';
          case DIRECTORY -> 'd';
          case SYMLINK -> 'l';
          case FIFO -> 'p';
          case SOCKET -> 's';
          case CHARACTER_DEVICE -> 'c';
          case BLOCK_DEVICE -> 'b';
        };
    StringBuilder text = new StringBuilder().append(type);
    String[] special = {"sS", "sS", "tT"};
    for (int who = 0; who < 3; who++) {
      int bits = status.mode() >> (6 - 3 * who) & 7;
      text.append((bits & 4) == 0 ? '-' : 'r').append((bits & 2) == 0 ? '-' : 'w');
      boolean execute = (bits & 1) != 0;
      boolean marked = (status.mode() & (04000 >> who)) != 0;
      text.append(marked ? special[who].charAt(execute ? 0 : 1) : execute ? 'x' : '-');
    }
    return text.toString();
  }

  static String mount(Mount mount) {
    return mount.type()
        + " "
        + mount.source()
        + (mount.root().equals("/") ? "" : " (its " + mount.root() + ")")
        + " on "
        + mount.mountPoint()
        + ", "
        + String.join(",", mount.options());
  }

  private static String space(Space space) {
    if (space.availableBytes() == null) {
      return space.path() + ": not checked (" + space.errno() + ")";
    }
    return space.path()
        + ": "
        + Sizes.brief(space.availableBytes())
        + " free"
        + (space.availableInodes() == null ? "" : ", " + space.availableInodes() + " inodes");
  }
}
