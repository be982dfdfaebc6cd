package dev.custody.diagnosis;

import dev.custody.linux.Component;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.Space;
import dev.custody.linux.WriteProbe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a write to /ws/image.tar, by name; nothing refuses it unless a test says so. */
final class TriedWrite {
  private final Component directory;
  private final Mount mount;
  private @Nullable FileStatus existing;
  private @Nullable Component file;
  private Space space = new Space("/ws", 1000L, 500L, 10L, 5L, null);
  private Outcome access = new Outcome.Succeeded();
  private List<String> attributes = List.of();
  private @Nullable String errno;
  private @Nullable Long fileSystemErrors;

  TriedWrite(Component directory, Mount mount) {
    this.directory = directory;
    this.mount = mount;
  }

  /** A file that is there already, of which only the status is known. */
  TriedWrite existing(FileStatus status) {
    existing = status;
    return this;
  }

  /** A file that is there already. */
  TriedWrite file(Component component) {
    file = component;
    return existing(component.status());
  }

  TriedWrite space(Space left) {
    space = left;
    return this;
  }

  TriedWrite access(Outcome answer) {
    access = answer;
    return this;
  }

  /** Of the directory, {@code immutable}. */
  TriedWrite attributes(List<String> names) {
    attributes = names;
    return this;
  }

  /** Of the write itself; null where it was not tried. */
  TriedWrite errno(@Nullable String name) {
    errno = name;
    return this;
  }

  TriedWrite fileSystemErrors(@Nullable Long count) {
    fileSystemErrors = count;
    return this;
  }

  WriteProbe probe() {
    return new WriteProbe(
        "/ws/image.tar",
        new PathWalk("/ws", List.of(directory), "/ws"),
        existing,
        file,
        mount,
        space,
        access,
        attributes,
        List.of(),
        errno,
        fileSystemErrors);
  }
}
