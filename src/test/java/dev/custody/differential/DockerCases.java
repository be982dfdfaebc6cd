package dev.custody.differential;

import dev.custody.differential.Node.Members;
import dev.custody.differential.Node.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** docker-archives: what skopeo takes of them, and what it refuses. */
final class DockerCases {
  private final Path work;
  private final List<Case> all = new ArrayList<>();
  private final Saved one = new Saved("one");
  private final Saved two = new Saved("two");

  private DockerCases(Path work) {
    this.work = work;
  }

  /** One image as docker save stores it. */
  private static final class Saved {
    private final byte[] layer;
    private final byte[] config;

    private Saved(String text) {
      layer = Images.layer(text);
      config = Images.utf8(Images.config(layer, "amd64").text());
    }

    String configName() {
      return Images.hex(config) + ".json";
    }

    String layerName() {
      return Images.hex(layer) + "/layer.tar";
    }

    Members item() {
      return Images.dockerItem(configName(), layerName());
    }

    /** Config, layer and a manifest.json that names them. */
    List<Entry> entries() {
      return List.of(
          Entry.file(configName(), config), Entry.file(layerName(), layer), manifest(item()));
    }
  }

  static List<Case> all(Path work) throws IOException {
    DockerCases cases = new DockerCases(Files.createDirectory(work));
    cases.duplicates();
    cases.links();
    cases.layers();
    cases.unnamed();
    cases.kaniko();
    return cases.all;
  }

  private static Entry manifest(Members... items) {
    return Entry.file("manifest.json", Images.utf8(Node.of(List.of((Object[]) items)).text()));
  }

  private Path tar(String name, List<Entry> entries) throws IOException {
    return Layout.tar(work.resolve(name + ".tar"), entries);
  }

  private static List<Entry> join(List<Entry> a, List<Entry> b) {
    List<Entry> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  private void duplicates() throws IOException {
    Path recorded = tar("recorded", one.entries());
    all.add(
        Case.inspect(
            "docker-save", "docker save of one image", recorded, 0, Images.digest(one.config)));
    all.add(
        Case.verify(
                "docker-save-layers",
                "the same, by its image id, every layer read",
                Images.digest(one.config),
                recorded,
                0,
                "PASS")
            .with("--depth", "layers"));
    Path appended = tar("appended", join(one.entries(), two.entries()));
    all.add(
        Case.inspect(
            "docker-two-manifests",
            "two manifest.json: skopeo takes the first, others the last",
            appended,
            1,
            "manifest.json"));
    Path before = tar("b-before-a", join(two.entries(), one.entries()));
    all.add(
        Case.verify(
                "docker-other-manifest-first",
                "another image's manifest.json before the recorded one's",
                Images.digest(one.config),
                before,
                1)
            .with("--depth", "layers"));
  }

  private void links() throws IOException {
    List<Entry> hard =
        List.of(
            Entry.file(one.configName(), one.config),
            Entry.file("x/layer.tar", one.layer),
            Entry.link('1', "y/layer.tar", "x/layer.tar"),
            manifest(Images.dockerItem(one.configName(), "y/layer.tar")));
    all.add(
        Case.inspect(
            "docker-layer-hard-link",
            "a layer that is a hard link, which skopeo reads as empty",
            tar("hard", hard),
            1));
    List<Entry> chain =
        List.of(
            Entry.file(one.configName(), one.config),
            Entry.file("x/layer.tar", one.layer),
            Entry.link('2', "y/layer.tar", "../x/layer.tar"),
            Entry.link('2', "z/layer.tar", "../y/layer.tar"),
            manifest(Images.dockerItem(one.configName(), "z/layer.tar")));
    all.add(
        Case.inspect(
            "docker-layer-link-to-link",
            "a link to a link; skopeo follows one",
            tar("chain", chain),
            1));
  }

  private void layers() throws IOException {
    Members config = Images.config(one.layer, "amd64");
    config.put(
        "rootfs",
        Node.object(
            "type",
            "layers",
            "diff_ids",
            List.of(Images.digest(one.layer), Images.digest(two.layer))));
    Members item = Images.dockerItem("c.json", "l.tar");
    item.put("Layers", List.of("l.tar", "l.tar"));
    all.add(
        Case.inspect(
            "docker-one-file-two-layers",
            "one layer file for two diffIDs, which skopeo refuses",
            tar(
                "one-file",
                List.of(
                    Entry.file("c.json", Images.utf8(config.text())),
                    Entry.file("l.tar", one.layer),
                    manifest(item))),
            1));
    item = Images.dockerItem("c.json", "l.tar");
    item.put("Layers", new Text("null"));
    all.add(
        Case.inspect(
            "docker-no-rootfs",
            "a config without rootfs, which skopeo refuses",
            tar(
                "no-rootfs",
                List.of(
                    Entry.file(
                        "c.json", Images.utf8("{\"architecture\":\"amd64\",\"os\":\"linux\"}")),
                    manifest(item))),
            1));
    byte[] lower =
        Images.utf8("[{\"config\":\"c.json\",\"repoTags\":[\"app:1\"],\"layers\":[\"l.tar\"]}]");
    all.add(
        Case.inspect(
            "docker-lower-case",
            "a hand-written manifest.json in lower case",
            tar(
                "lower",
                List.of(
                    Entry.file("c.json", one.config),
                    Entry.file("l.tar", one.layer),
                    Entry.file("manifest.json", lower))),
            0,
            Images.digest(one.config)));
  }

  private void unnamed() throws IOException {
    Members first = one.item();
    Members second = two.item();
    first.put("RepoTags", new Text("null"));
    second.put("RepoTags", new Text("null"));
    Path path =
        tar(
            "unnamed",
            List.of(
                Entry.file(one.configName(), one.config),
                Entry.file(one.layerName(), one.layer),
                Entry.file(two.configName(), two.config),
                Entry.file(two.layerName(), two.layer),
                manifest(first, second)));
    all.add(
        Case.inspect(
            "docker-two-unnamed",
            "docker save ID1 ID2: two images without names",
            path,
            3,
            "@0",
            "@1"));
    all.add(
        Case.inspect(
            "docker-two-unnamed-chosen",
            "the same, by position",
            "docker-archive:" + path + ":@1",
            0,
            Images.digest(two.config)));
  }

  /** go-containerregistry's tar: the config is named by its digest, layers by their gzip's. */
  private void kaniko() throws IOException {
    byte[] packed = Images.gzip(one.layer);
    String name = Images.hex(packed) + ".tar.gz";
    byte[] config = one.config;
    Path path =
        tar(
            "kaniko",
            List.of(
                Entry.file(Images.digest(config), config),
                Entry.file(name, packed),
                manifest(Images.dockerItem(Images.digest(config), name))));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v2+json\","
            + "\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"size\":"
            + config.length
            + ",\"digest\":\""
            + Images.digest(config)
            + "\"},\"layers\":["
            + "{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":"
            + packed.length
            + ",\"digest\":\""
            + Images.digest(packed)
            + "\"}]}";
    String digest = Images.digest(Images.utf8(manifest));
    all.add(
        Case.inspect(
            "kaniko", "kaniko --tar-path: the digest that kaniko and crane push", path, 0, digest));
    all.add(
        Case.inspect("kaniko-find-layer", "the same: a layer's gzip digest", path, 0, "layer")
            .with("--find", Images.digest(packed)));
  }
}
