package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.linux.Credentials;
import dev.custody.linux.FileStatus;
import dev.custody.linux.Mount;
import dev.custody.record.ExecutionRecord;
import dev.custody.record.RecordFile;
import dev.custody.record.RecordValidation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Under real ids the record says what {@code id}, {@code stat} and {@code findmnt} say in the same
 * place.
 */
class IdentityIT {
  @TempDir static Path directory;
  private static Path archive;

  @BeforeAll
  static void makeArchive() {
    Peers.require("umoci", "skopeo", "setpriv", "findmnt", "stat", "id");
    Peers.requireRoot();
    archive = Archives.oci(directory, "image", "hello");
    Program.shell("chmod 0755 \"$1\"; chown 1234:5678 \"$2\"", directory, archive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--reuid 1000970000 --regid 1000970000 --clear-groups",
        "--reuid 1000970000 --regid 1000970000 --groups 1000970000,4711",
        "--reuid 1000970000 --regid 0 --groups 0,1000970000",
        "--reuid 65532 --regid 0 --clear-groups --no-new-privs",
        "--reuid 0 --regid 0 --clear-groups --inh-caps=-all --bounding-set=-all",
      })
  void showsWhatTheSystemShows(String ids) throws Exception {
    List<String> prefix = Stream.concat(Stream.of("setpriv"), Stream.of(ids.split(" "))).toList();
    Program.Result result =
        new Program(prefix, java.util.Map.of()).run("record", "--output", "-", archive);
    assertEquals(0, result.code(), result.toString());
    RecordValidation.assertValid(result.out());
    ExecutionRecord record = RecordFile.parse(result.out(), "standard output");
    Credentials who = record.process().credentials();

    assertEquals(under(prefix, "id -u"), String.valueOf(who.uid().effective()));
    assertEquals(under(prefix, "id -ru"), String.valueOf(who.uid().real()));
    assertEquals(under(prefix, "id -g"), String.valueOf(who.gid().effective()));
    assertEquals(under(prefix, "id -rg"), String.valueOf(who.gid().real()));
    assertEquals(
        sorted(under(prefix, "id -G")),
        Stream.concat(who.groups().stream(), Stream.of(who.gid().effective()))
            .distinct()
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(" ")));
    assertEquals(under(prefix, "umask"), record.process().umask());
    assertEquals(
        under(
            prefix,
            "awk '/^NoNewPrivs/ { print $2 == 1 ? \"true\" : \"false\" }' /proc/self/status"),
        String.valueOf(record.process().noNewPrivileges()));

    FileStatus file = record.archive().walk().last().status();
    assertEquals(
        Program.shell("stat -c '%a %u %g %s %i %h %Hd:%Ld' \"$1\"", archive),
        String.format(
            "%o %d %d %d %d %d %s",
            file.mode(),
            file.uid(),
            file.gid(),
            file.size(),
            file.inode(),
            file.links(),
            file.device()));
    Mount mount =
        record.mounts().stream()
            .filter(m -> m.id() == record.archive().walk().last().mountId())
            .findFirst()
            .orElseThrow();
    assertEquals(
        Program.shell("findmnt -n -o TARGET,FSTYPE,MAJ:MIN -T \"$1\" | tr -s ' '", archive),
        mount.mountPoint() + " " + mount.type() + " " + mount.device());
    assertEquals(Program.shell("cat /proc/sys/kernel/random/boot_id"), record.step().bootId());
    assertEquals(Files.size(archive), record.archive().evidence().file().size());
  }

  private static String under(List<String> prefix, String script) {
    List<String> command = Stream.concat(prefix.stream(), Stream.of("sh", "-c", script)).toList();
    Program.Result result = Program.run(command, java.util.Map.of());
    assertEquals(0, result.code(), result.toString());
    return result.out().strip();
  }

  private static String sorted(String numbers) {
    return Stream.of(numbers.split(" "))
        .map(Long::valueOf)
        .sorted()
        .distinct()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
