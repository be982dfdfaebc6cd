package dev.custody.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Complete archives of other formats: named for what they are, never called cut short. */
final class OtherFormatCases {
  private static final String HEX = "ab".repeat(32);

  private final Path work;
  private final List<Case> all = new ArrayList<>();

  private OtherFormatCases(Path work) {
    this.work = work;
  }

  static List<Case> all(Path work) throws IOException {
    OtherFormatCases cases = new OtherFormatCases(Files.createDirectory(work));
    cases.directories();
    cases.others();
    return cases.all;
  }

  private void directories() throws IOException {
    Layout layout = new Layout();
    Map<String, byte[]> files = layout.add(layout.image("app", "amd64")).files();
    Map<String, byte[]> below = new LinkedHashMap<>();
    files.forEach((name, content) -> below.put("image/" + name, content));
    add(
        "other-sub-directory",
        "a layout in a sub-directory (tar cf image.tar image/)",
        below,
        "image/");
    Map<String, byte[]> zarf = new LinkedHashMap<>();
    zarf.put("checksums.txt", Images.utf8("x\n"));
    zarf.put("zarf.yaml", Images.utf8("kind: ZarfPackageConfig\n"));
    files.forEach((name, content) -> zarf.put("images/" + name, content));
    add("other-zarf", "a Zarf package, with a layout in images/", zarf, "images/");
    Map<String, byte[]> dir = new LinkedHashMap<>();
    dir.put("manifest.json", Images.utf8(layout.manifest("app", "amd64").text()));
    dir.put("version", Images.utf8("Directory Transport Version: 1.1\n"));
    layout.blobs.forEach((name, content) -> dir.put(name.substring(13), content));
    add("other-dir", "a tar of skopeo's dir:", dir, "dir:");
    Path directory = Files.createDirectory(work.resolve("dir"));
    for (Map.Entry<String, byte[]> file : dir.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    all.add(
        Case.inspect("other-dir-directory", "skopeo's dir:", directory, 3, "dir:")
            .not("cut short"));
  }

  private void others() throws IOException {
    byte[] blob = Images.utf8("{\"schemaVersion\":2}");
    String hex = Images.hex(blob);
    add(
        "other-docker-1.9",
        "docker save before 1.10",
        files(
            HEX + "/json",
            "{\"id\":\"" + HEX + "\"}",
            HEX + "/VERSION",
            "1.0",
            HEX + "/layer.tar",
            "",
            "repositories",
            "{\"app\":{\"1\":\"" + HEX + "\"}}"),
        "1\\.10");
    add(
        "other-docker-export",
        "docker export: a file system",
        files(".dockerenv", "", "bin/sh", "x", "etc/passwd", "root"),
        "docker export|file system");
    add(
        "other-oc-mirror",
        "an oc-mirror workspace with a registry's storage",
        files(
            "docker/registry/v2/blobs/sha256/ab/" + HEX + "/data",
            "{}",
            "working-dir/info/x",
            "",
            "isc.yaml",
            ""),
        "registry");
    add(
        "other-ocm",
        "an Open Component Model archive",
        files(
            "artifact-index.json",
            "{\"schemaVersion\":1,\"artifacts\":[{\"repository\":\"a\",\"tag\":\"1\",\"digest\":\"sha256:"
                + hex
                + "\"}]}",
            "blobs/sha256." + hex,
            "{\"schemaVersion\":2}"),
        "OCM|Open Component Model");
    add(
        "other-ollama",
        "a tar of ollama's models",
        files(
            "manifests/registry.ollama.ai/library/m/latest",
            "{\"schemaVersion\":2}",
            "blobs/sha256-" + hex,
            "{\"schemaVersion\":2}"),
        "ollama");
    add(
        "other-imgpkg",
        "imgpkg copy --to-tar",
        files(
            "manifest.json",
            "[{\"Image\":{\"Refs\":[\"x\"],\"Manifest\":\"{}\",\"Layers\":[]}}]",
            "sha256-" + HEX + ".tar.gz",
            "x"),
        "imgpkg|manifest\\.json");
    add(
        "other-oci-before-1.0",
        "an image layout before 1.0: refs/ and no index.json",
        files(
            "oci-layout",
            "{\"imageLayoutVersion\":\"1.0.0\"}",
            "refs/latest",
            "{\"mediaType\":\""
                + Images.MANIFEST
                + "\",\"digest\":\"sha256:"
                + hex
                + "\",\"size\":19}",
            "blobs/sha256/" + hex,
            "{\"schemaVersion\":2}"),
        "refs|index\\.json");
  }

  private static Map<String, byte[]> files(String... namesAndContents) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put(namesAndContents[i], Images.utf8(namesAndContents[i + 1]));
    }
    return files;
  }

  private void add(String name, String what, Map<String, byte[]> files, String says)
      throws IOException {
    Path path = Layout.tar(work.resolve(name + ".tar"), Layout.entries(files));
    all.add(Case.inspect(name, what, path, 3, says).not("cut short", "TRUNCATED"));
  }
}
