package dev.custody.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Depth;
import dev.custody.oci.InspectionRequest;
import dev.custody.oci.Layouts;
import dev.custody.oci.PageCache;
import dev.custody.oci.Progress;
import dev.custody.oci.UnpackingLimits;
import dev.custody.oci.inspect.ImageArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tars that only root can unpack: real skopeo as another user fails on those, and only those, for
 * which custody says so to a process that is not root. All of them are sound.
 */
class UnprivilegedPushIT {
  private static final String UID = "1001";

  @TempDir Path work;

  private record Tar(String name, List<Entry> entries) {}

  @Test
  void skopeoFailsWhereCustodySaysThatItMustBeRoot() throws IOException, InterruptedException {
    Peers.require("skopeo", "setpriv");
    Peers.requireRoot();
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path temporary = Files.createDirectory(work.resolve("tmp"));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    for (Tar tar : tars()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      tar.entries().forEach(entry -> out.writeBytes(entry.bytes()));
      out.writeBytes(new byte[1024]);
      Path file = Files.write(work.resolve(tar.name() + ".tar"), out.toByteArray());
      List<String> notes = notes(file, true);
      String said = tar.name() + ": " + notes;
      boolean told = notes.stream().anyMatch(note -> note.contains("must be root"));
      assertEquals(!told, pushes("oci-archive:" + file, temporary), said);
      assertEquals(List.of(), notes(file, false), "root is not told");
      if (told) {
        Path layout = Files.createTempDirectory(work, "layout");
        Files.setPosixFilePermissions(layout, PosixFilePermissions.fromString("rwxrwxrwx"));
        String remedy = notes.getFirst().replaceFirst(".* instead: ", "");
        assertEquals(0, unprivileged(layout, temporary, "sh", "-ec", remedy), remedy);
        assertTrue(pushes("oci:" + layout.resolve("layout"), temporary), said);
      }
    }
  }

  private static List<String> notes(Path file, boolean unprivileged) {
    ArchiveEvidence evidence =
        ImageArchive.inspect(
            file,
            new InspectionRequest(
                null,
                null,
                null,
                Depth.STRUCTURE,
                false,
                1,
                Progress.NONE,
                PageCache.UNTOUCHED,
                UnpackingLimits.within(() -> Long.MAX_VALUE),
                () -> unprivileged));
    assertEquals(List.of(), evidence.checks().problems());
    return evidence.checks().notes();
  }

  private boolean pushes(String source, Path temporary) throws IOException, InterruptedException {
    Path target = Files.createTempDirectory(work, "pushed");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwxrwx"));
    return 0
        == unprivileged(
            work,
            temporary,
            "skopeo",
            "--tmpdir",
            temporary.toString(),
            "--insecure-policy",
            "copy",
            "-q",
            source,
            "dir:" + target);
  }

  private int unprivileged(Path directory, Path home, String... command)
      throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("setpriv", "--reuid", UID, "--regid", UID, "--clear-groups"));
    all.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("said").toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    return builder.start().waitFor();
  }

  private static List<Tar> tars() {
    return List.of(
        new Tar(
            "with-directories", with(directory("blobs/", 0755), directory("blobs/sha256/", 0755))),
        new Tar(
            "below-dot",
            with(directory("./", 0), directory("blobs/", 0755), directory("blobs/sha256/", 0755))),
        new Tar("without-directories", with()),
        new Tar("without-one", with(directory("blobs/", 0755))),
        new Tar("without-the-other", with(directory("blobs/sha256/", 0755))),
        new Tar(
            "directory-0555", with(directory("blobs/", 0755), directory("blobs/sha256/", 0555))),
        new Tar(
            "directory-0300", with(directory("blobs/", 0300), directory("blobs/sha256/", 0300))),
        new Tar(
            "root-0000",
            with(directory("/", 0), directory("blobs/", 0755), directory("blobs/sha256/", 0755))),
        new Tar("closed-behind", behind(directory("blobs/sha256/", 0600))),
        new Tar("unwritable-behind", behind(directory("blobs/sha256/", 0500))),
        new Tar("index-0000", mode("index.json", 0)),
        new Tar("layout-0000", mode("oci-layout", 0)),
        new Tar("blobs-0044", mode("blobs/", 0044)),
        new Tar("blobs-0400", mode("blobs/", 0400)));
  }

  private static List<Entry> with(Entry... first) {
    List<Entry> entries = new ArrayList<>(List.of(first));
    for (Map.Entry<String, byte[]> file : Layouts.oneImage().files.entrySet()) {
      entries.add(Entry.file(file.getKey(), file.getValue()));
    }
    return entries;
  }

  private static List<Entry> behind(Entry last) {
    List<Entry> entries = with(directory("blobs/", 0755), directory("blobs/sha256/", 0755));
    entries.add(last);
    return entries;
  }

  private static List<Entry> mode(String name, int mode) {
    List<Entry> entries = with(directory("blobs/", 0755), directory("blobs/sha256/", 0755));
    entries.stream()
        .filter(entry -> entry.type == '0' && entry.name.startsWith(name))
        .forEach(entry -> entry.mode = octal(mode));
    return entries;
  }

  private static Entry directory(String name, int mode) {
    Entry entry = Entry.directory(name);
    entry.mode = octal(mode);
    return entry;
  }

  private static String octal(int mode) {
    return String.format(Locale.ROOT, "%07o\0", mode);
  }
}
