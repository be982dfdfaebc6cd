package dev.custody.differential;

import dev.custody.differential.Node.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Archives that could be read as two different images: A was recorded, skopeo pushes B. */
final class ReadingCases {
  private final Path work;
  private final List<Case> all = new ArrayList<>();
  private final Layout layout = new Layout();
  private final Members a = layout.image("A", "amd64");
  private final Members b = layout.image("B", "amd64");
  private final byte[] indexA = index(a);
  private final byte[] indexB = index(b);

  private ReadingCases(Path work) {
    this.work = work;
  }

  static List<Case> all(Path work) throws IOException {
    ReadingCases cases = new ReadingCases(Files.createDirectory(work));
    cases.build();
    return cases.all;
  }

  private static byte[] index(Members descriptor) {
    return Images.utf8(Images.index(descriptor).text());
  }

  private void build() throws IOException {
    Entry sound = Entry.file("index.json", indexA);
    verify("reading-one", "what was recorded", 0, "PASS", sound);
    Members twice = Images.index(a);
    twice.members().add(new Node.Member("\"Manifests\"", Node.of(List.of(b))));
    verify(
        "reading-case",
        "manifests and Manifests: Go takes the last",
        1,
        "Manifests",
        Entry.file("index.json", Images.utf8(twice.text())));
    verify(
        "reading-gnu-over-pax",
        "a pax path and a GNU long name for one entry",
        1,
        "index.json",
        sound,
        Entry.file("x", indexB).after(Entry.pax("path=junk"), Entry.gnuLong('L', "index.json")));
    verify(
        "reading-global-between",
        "a global header between a pax header and its entry",
        1,
        "index.json",
        Entry.file("index.json", indexB),
        Entry.file("junk", indexA)
            .after(Entry.pax("path=index.json"), Entry.pax('g', "comment=x")));
    verify(
        "reading-hard-link-time",
        "a hard link, then its target again with other content",
        1,
        "index.json",
        Entry.file("p0", indexB),
        Entry.link('1', "index.json", "p0"),
        Entry.file("p0", indexA));
    verify(
        "reading-directory",
        "a directory index.json behind the file",
        1,
        "index.json",
        sound,
        Entry.directory("index.json/"));
    verify(
        "reading-volume-label",
        "a volume label (tar -V), at which skopeo stops",
        1,
        "label|backup",
        Entry.of('V', "backup"),
        sound);
  }

  private void verify(String name, String what, int code, String says, Entry... entries)
      throws IOException {
    List<Entry> all = new ArrayList<>(List.of(entries));
    all.add(Entry.file("oci-layout", Images.utf8("{\"imageLayoutVersion\":\"1.0.0\"}")));
    all.addAll(Layout.entries(layout.blobs));
    Path path = Layout.tar(work.resolve(name + ".tar"), all);
    String digest = Objects.requireNonNull(a.get("digest")).text();
    this.all.add(
        Case.verify(name, what, digest.substring(1, digest.length() - 1), path, code, says));
  }
}
