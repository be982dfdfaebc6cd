package dev.custody.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Layouts whose blobs are links. */
final class LinkCases {
  private LinkCases() {}

  static List<Case> all(Path directory) throws IOException {
    Path work = Files.createDirectory(directory);
    List<Case> all = new ArrayList<>();
    Layout layout = new Layout();
    String digest = Objects.requireNonNull(layout.image("app", "amd64").get("digest")).text();
    layout.add(new Layout().image("app", "amd64"));
    String shown = digest.substring(1, digest.length() - 1);
    List<Entry> absolute = base(layout);
    List<Entry> parts = base(layout);
    List<Entry> cache = base(layout);
    List<Entry> links = base(layout);
    List<Entry> hard = base(layout);
    cache.add(Entry.directory("blobs/"));
    cache.add(Entry.link('2', "blobs/sha256", "../cache"));
    int part = 0;
    for (Map.Entry<String, byte[]> blob : layout.blobs.entrySet()) {
      String name = blob.getKey();
      String hex = name.substring(13);
      absolute.add(Entry.link('2', name, "/home/user/.cache/bazel/" + name));
      parts.add(Entry.file("blobs/part" + part, blob.getValue()));
      parts.add(Entry.link('2', name, "../part" + part));
      cache.add(Entry.file("cache/" + hex, blob.getValue()));
      links.add(Entry.file("p" + part, blob.getValue()));
      links.add(Entry.link('2', "q" + part, "p" + part));
      links.add(Entry.link('2', name, "../../q" + part));
      hard.add(Entry.file("p" + part, blob.getValue()));
      hard.add(Entry.link('1', "q" + part, "p" + part));
      hard.add(Entry.link('1', name, "q" + part));
      part++;
    }
    add(
        all,
        work,
        "links-absolute",
        "bazel: blobs are links into the output base",
        absolute,
        1,
        "link");
    add(
        all,
        work,
        "links-to-parts",
        "debuerreotype: blobs are links to good names",
        parts,
        0,
        shown);
    add(
        all,
        work,
        "links-directory",
        "lxc: blobs/sha256 is a link to another directory",
        cache,
        0,
        shown);
    add(all, work, "links-to-links", "links to links", links, 0, shown);
    add(all, work, "links-hard-to-hard", "hard links to hard links", hard, 0, shown);
    Path store = Files.createDirectory(work.resolve("store"));
    for (Map.Entry<String, byte[]> blob : layout.blobs.entrySet()) {
      Files.write(store.resolve(blob.getKey().substring(13)), blob.getValue());
    }
    Path linked = work.resolve("layout");
    Files.createDirectories(linked.resolve("blobs"));
    for (Map.Entry<String, byte[]> file : new LinkedHashMap<>(layout.files()).entrySet()) {
      if (!file.getKey().startsWith("blobs/")) {
        Files.write(linked.resolve(file.getKey()), file.getValue());
      }
    }
    Files.createSymbolicLink(linked.resolve("blobs/sha256"), Path.of("../../store"));
    all.add(
        Case.inspect(
            "links-layout-directory",
            "a layout directory whose blobs/sha256 is a link",
            linked,
            0,
            shown));
    return all;
  }

  private static List<Entry> base(Layout layout) {
    List<Entry> entries = new ArrayList<>();
    layout
        .files()
        .forEach((name, content) -> {
          if (!name.startsWith("blobs/")) {
            entries.add(Entry.file(name, content));
          }
        });
    return entries;
  }

  private static void add(
      List<Case> all,
      Path work,
      String name,
      String what,
      List<Entry> entries,
      int code,
      String says)
      throws IOException {
    Path path = Layout.tar(work.resolve(name + ".tar"), entries);
    all.add(Case.inspect(name, what, path, code, says).with("--depth", "layers"));
  }
}
