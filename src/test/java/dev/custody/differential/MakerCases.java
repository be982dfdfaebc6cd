package dev.custody.differential;

import dev.custody.differential.Node.Members;
import dev.custody.differential.Node.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What builders and exporters make: sound, though not in the way that skopeo writes. */
final class MakerCases {
  private final Path work;
  private final List<Case> all = new ArrayList<>();

  private MakerCases(Path work) {
    this.work = work;
  }

  static List<Case> all(Path work) throws IOException {
    MakerCases cases = new MakerCases(Files.createDirectory(work));
    cases.attestation("amd64");
    cases.attestation("arm64");
    cases.twoPlatforms();
    cases.onePlatformExported();
    cases.spelling();
    cases.oddIndexes();
    cases.foreignLayers();
    cases.dockerManifests();
    cases.names();
    cases.artifacts();
    cases.zstdInstance();
    cases.withoutLayoutFile();
    cases.wrongSizes();
    return cases.all;
  }

  private void attestation(String architecture) throws IOException {
    Layout layout = new Layout();
    Members image = Images.platform(layout.image("app", architecture), architecture);
    byte[] statement =
        Images.utf8("{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"subject\":[]}");
    Members config =
        layout.blob(
            Images.CONFIG,
            Node.object(
                "architecture", "unknown",
                "os", "unknown",
                "rootfs",
                    Node.object("type", "layers", "diff_ids", List.of(Images.digest(statement)))));
    Members attestation =
        layout.blob(
            Images.MANIFEST,
            Layout.manifest(config, layout.blob("application/vnd.in-toto+json", statement)));
    attestation.put("platform", Node.object("architecture", "unknown", "os", "unknown"));
    attestation.put(
        "annotations",
        Node.object(
            "vnd.docker.reference.digest",
            image.get("digest"),
            "vnd.docker.reference.type",
            "attestation-manifest"));
    Members index = layout.blob(Images.INDEX, Images.index(image, attestation));
    index.put(
        "annotations",
        Node.object(
            "io.containerd.image.name", "docker.io/library/app:1.0", Images.REF_NAME, "1.0"));
    Path tar = layout.add(index).tar(work.resolve("buildx-" + architecture + ".tar"));
    String name = "buildx-" + architecture;
    String what = "docker buildx --output type=oci, " + architecture + ", with provenance";
    all.add(
        Case.inspect(name, what, tar, 0, digest(index), "linux/" + architecture, "attestation"));
    all.add(Case.verify(name + "-index", what + ": the index", digest(index), tar, 0, "PASS"));
    all.add(Case.verify(name + "-image", what + ": the image", digest(image), tar, 0, "PASS"));
    all.add(
        Case.verify(
            name + "-attestation",
            what + ": the attestation",
            digest(attestation),
            tar,
            1,
            "attestation"));
    all.add(
        Case.inspect(name + "-find", what + ": its statement", tar, 0, "attestation")
            .with("--find", Images.digest(statement)));
  }

  private void twoPlatforms() throws IOException {
    Layout layout = new Layout();
    Members amd = Images.platform(layout.image("amd", "amd64"), "amd64");
    Members arm = Images.platform(layout.image("arm", "arm64"), "arm64");
    Members index = layout.blob(Images.INDEX, Images.index(amd, arm));
    Path tar = layout.add(Images.named(index, "1.0")).tar(work.resolve("multi.tar"));
    String what = "an index of amd64 and arm64";
    all.add(Case.inspect("two-platforms", what, tar, 0, digest(index)));
    all.add(Case.verify("two-platforms-index", what, digest(index), tar, 0, "PASS"));
    all.add(Case.verify("two-platforms-amd64", what, digest(amd), tar, 0, "PASS"));
    all.add(Case.verify("two-platforms-arm64", what, digest(arm), tar, 0, "PASS"));
  }

  private void onePlatformExported() throws IOException {
    Layout other = new Layout();
    Members arm = Images.platform(other.image("arm", "arm64"), "arm64");
    Layout layout = new Layout();
    Members manifest = layout.manifest("amd", "amd64");
    Members amd = Images.platform(layout.blob(Images.MANIFEST, manifest), "amd64");
    Members index = layout.blob(Images.INDEX, Images.index(amd, arm));
    index.put(
        "annotations",
        Node.object("io.containerd.image.name", "docker.io/library/app:1", Images.REF_NAME, "1"));
    Map<String, byte[]> files = layout.add(index).files();
    files.put(
        "manifest.json",
        Images.utf8(
            "["
                + Images.dockerItem(
                        "blobs/sha256/" + digest(manifest.object("config")).substring(7),
                        "blobs/sha256/" + digest(manifest.object("layers", 0)).substring(7))
                    .text()
                + "]"));
    Path tar = Layout.tar(work.resolve("ctr.tar"), Layout.entries(files));
    String what =
        "ctr images export of one platform: the index is whole, arm64's blobs are not there";
    all.add(Case.inspect("one-platform", what, tar, 0, digest(index), "arm64").not("cut short"));
    all.add(
        Case.verify("one-platform-index", what, digest(index), tar, 3, digest(amd)).not("--all "));
    all.add(Case.verify("one-platform-amd64", what, digest(amd), tar, 0, "PASS"));
    all.add(Case.verify("one-platform-arm64", what, digest(arm), tar, 1, "arm64"));
  }

  /** What {@code skopeo copy --all} changes, or does not copy. */
  private void oddIndexes() throws IOException {
    String docker = "application/vnd.docker.distribution.manifest.v2+json";
    Layout layout = new Layout();
    Members amd = Images.platform(layout.image("amd", "amd64"), "amd64");
    Members manifest = layout.manifest("arm", "arm64");
    manifest.put("mediaType", docker);
    manifest.object("config").put("mediaType", "application/vnd.docker.container.image.v1+json");
    manifest
        .object("layers", 0)
        .put("mediaType", "application/vnd.docker.image.rootfs.diff.tar.gzip");
    Members arm = Images.platform(layout.blob(Images.MANIFEST, manifest), "arm64");
    Members index = layout.blob(Images.INDEX, Images.index(amd, arm));
    all.add(
        Case.verify(
            "index-of-other-kind",
            "an index that calls a docker manifest an OCI one: copy --all corrects the index",
            digest(index),
            layout.add(index).tar(work.resolve("other-kind.tar")),
            1,
            "corrects the index"));
    layout = new Layout();
    amd = Images.platform(layout.image("amd", "amd64"), "amd64");
    Members inner = layout.blob(Images.INDEX, Images.index(amd));
    index = layout.blob(Images.INDEX, Images.index(amd, Images.platform(inner, "arm64")));
    all.add(
        Case.verify(
            "index-in-index",
            "an index that lists an index, which skopeo does not copy",
            digest(index),
            layout.add(index).tar(work.resolve("index-in-index.tar")),
            3,
            "index inside an index"));
  }

  /** A layer that is left where it came from. */
  private void foreignLayers() throws IOException {
    for (boolean url : new boolean[] {true, false}) {
      Layout layout = new Layout();
      Members manifest = layout.manifest("app", "amd64");
      Members layer = manifest.object("layers", 0);
      layer.put("mediaType", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
      layer.put("digest", Images.digest(Images.utf8("elsewhere")));
      if (url) {
        layer.put("urls", List.of("https://example.com/layer"));
      }
      Path tar =
          layout
              .add(layout.blob(Images.MANIFEST, manifest))
              .tar(work.resolve("foreign-" + url + ".tar"));
      all.add(
          Case.inspect(
              url ? "layer-at-a-url" : "layer-at-no-url",
              "a foreign layer that is not in the archive, with" + (url ? " a URL" : "out a URL"),
              tar,
              url ? 0 : 1,
              url ? "skips it" : "is missing"));
    }
  }

  private void spelling() throws IOException {
    Layout layout = new Layout();
    byte[] tar = Images.layer("jib");
    Members config = Images.config(tar, "amd64");
    Node rootfs = config.object("rootfs");
    config.remove("rootfs");
    config.put("rootfS", rootfs);
    Members manifest =
        Layout.manifest(
            layout.blob(Images.CONFIG, config), layout.blob(Images.LAYER, Images.gzip(tar)));
    Path path = layout.add(layout.blob(Images.MANIFEST, manifest)).tar(work.resolve("rootfS.tar"));
    all.add(
        Case.inspect("config-rootfS", "a config with rootfS", path, 0).with("--depth", "layers"));
  }

  private void dockerManifests() throws IOException {
    String docker = "application/vnd.docker.distribution.manifest.v2+json";
    Layout layout = new Layout();
    Members manifest = layout.manifest("app", "amd64");
    manifest.put("mediaType", docker);
    manifest.object("config").put("mediaType", "application/vnd.docker.container.image.v1+json");
    Path path = layout.add(layout.blob(docker, manifest)).tar(work.resolve("oci-layers.tar"));
    all.add(
        Case.inspect(
            "docker-manifest-oci-layers",
            "a docker manifest with OCI layers: skopeo copy refuses it",
            path,
            1));
    layout = new Layout();
    manifest = layout.manifest("app", "amd64");
    manifest.put("mediaType", docker);
    manifest
        .object("layers", 0)
        .put("mediaType", "application/vnd.docker.image.rootfs.diff.tar.gzip");
    path = layout.add(layout.blob(docker, manifest)).tar(work.resolve("oci-config.tar"));
    all.add(
        Case.inspect(
            "docker-manifest-oci-config",
            "a docker manifest with an OCI config: skopeo copies it",
            path,
            0));
  }

  private void names() throws IOException {
    Layout layout = new Layout();
    Path path =
        layout.add(layout.manifest("app", "amd64"), "app:1.0").tar(work.resolve("app:1.0.tar"));
    all.add(
        Case.inspect("colon-in-path", "a path with a colon, which no transport takes", path, 0)
            .not("oci-archive:[^ ]*app:1.0.tar"));
    layout = new Layout();
    path =
        layout
            .add(layout.manifest("app", "amd64"), "my__app:1.0")
            .tar(work.resolve("underscores.tar"));
    all.add(
        Case.inspect(
                "name-skopeo-refuses", "a reference name that skopeo's grammar has not", path, 0)
            .not("oci-archive:[^ ]*:my__app"));
    all.add(
        Case.inspect(
            "name-skopeo-refuses-asked",
            "the same, asked for by that name",
            "oci-archive:" + path + ":my__app:1.0",
            3));
    layout = new Layout();
    Members second = layout.image("two", "amd64");
    Path directory =
        layout.add(layout.image("one", "amd64")).add(second).directory(work.resolve("unnamed"));
    all.add(
        Case.inspect(
            "two-unnamed", "a layout of two images without names", directory, 3, "@0", "@1"));
    all.add(
        Case.inspect(
            "two-unnamed-chosen",
            "the same, by position",
            "oci:" + directory + ":@1",
            0,
            digest(second)));
  }

  private void artifacts() throws IOException {
    artifact(
        "helm",
        "application/vnd.cncf.helm.config.v1+json",
        "{\"name\":\"c\"}",
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
        Images.gzip(Images.layer("chart")));
    artifact("oras", "application/vnd.oci.empty.v1+json", "{}", "text/plain", Images.utf8("hello"));
    artifact(
        "modelpack",
        "application/vnd.cncf.model.config.v1+json",
        "{\"descriptor\":{},\"config\":{},\"modelfs\":{\"type\":\"layers\",\"diffIds\":[]}}",
        "application/vnd.cncf.model.weight.v1.raw",
        Images.utf8("weights".repeat(1000)));
    artifact(
        "docker-model",
        "application/vnd.docker.ai.model.config.v0.1+json",
        "{\"config\":{},\"rootfs\":{\"type\":\"rootfs\",\"diff_ids\":[]}}",
        "application/vnd.docker.ai.gguf.v3",
        Images.utf8("gguf".repeat(1000)));
    artifact(
        "devcontainer",
        "application/vnd.devcontainers",
        "",
        "application/vnd.devcontainers.layer.v1+tar",
        Images.layer("feature"));
    Layout layout = new Layout();
    byte[] empty = Images.utf8("{}");
    Members config = Images.descriptor("application/vnd.oci.empty.v1+json", empty);
    config.put("data", "e30=");
    Path path =
        layout
            .add(Layout.manifest(config, layout.blob("text/plain", Images.utf8("hello"))), "v1")
            .tar(work.resolve("no-config-blob.tar"));
    all.add(
        Case.inspect(
            "artifact-oras-no-config-blob",
            "an ORAS artifact whose config stands in the descriptor only: skopeo copy needs the"
                + " blob",
            path,
            1));
  }

  private void artifact(
      String name, String configType, String config, String layerType, byte[] layer)
      throws IOException {
    Layout layout = new Layout();
    Members manifest =
        Layout.manifest(
            layout.blob(configType, Images.utf8(config)), layout.blob(layerType, layer));
    Members descriptor = layout.blob(Images.MANIFEST, manifest);
    Path path = layout.add(Images.named(descriptor, "v1")).tar(work.resolve(name + ".tar"));
    String what = "an artifact, " + configType;
    all.add(Case.inspect("artifact-" + name, what, path, 0, digest(descriptor)));
    all.add(
        Case.verify("artifact-" + name + "-layers", what, digest(descriptor), path, 0, "PASS")
            .with("--depth", "layers"));
  }

  private void zstdInstance() throws IOException {
    Layout layout = new Layout();
    byte[] tar = Images.layer("app");
    Members gzip = Images.platform(layout.image("app", "amd64"), "amd64");
    Members config = layout.blob(Images.CONFIG, Images.config(tar, "amd64"));
    Members packed =
        layout.blob(
            "application/vnd.oci.image.layer.v1.tar+zstd",
            com.github.luben.zstd.Zstd.compress(tar));
    Members zstd =
        Images.platform(layout.blob(Images.MANIFEST, Layout.manifest(config, packed)), "amd64");
    zstd.put("annotations", Node.object("io.github.containers.compression.zstd", "true"));
    Members index = layout.blob(Images.INDEX, Images.index(gzip, zstd));
    Path path = layout.add(Images.named(index, "v1")).tar(work.resolve("zstd.tar"));
    String what = "podman's gzip and zstd instance of one platform";
    all.add(
        Case.verify("zstd-instance-index", what + ": the index", digest(index), path, 0, "PASS"));
    all.add(
        Case.verify(
            "zstd-instance-gzip", what + ": newer skopeo pushes the other", digest(gzip), path, 1));
    all.add(
        Case.verify(
            "zstd-instance-zstd", what + ": skopeo 1.9.3 pushes the other", digest(zstd), path, 1));
  }

  private void withoutLayoutFile() throws IOException {
    Layout layout = new Layout();
    Map<String, byte[]> files = layout.add(layout.manifest("app", "amd64"), "1.0").files();
    files.remove("oci-layout");
    Path tar = Layout.tar(work.resolve("haul.tar"), Layout.entries(files));
    all.add(
        Case.inspect(
            "no-oci-layout",
            "a layout tar without oci-layout, which skopeo reads",
            tar,
            0,
            "oci-layout"));
    Path directory = layout.directory(work.resolve("no-file"));
    Files.delete(directory.resolve("oci-layout"));
    all.add(
        Case.inspect(
            "no-oci-layout-directory",
            "a layout directory without oci-layout",
            directory,
            0,
            "oci-layout"));
  }

  /** The blob is what its digest says, so the claim about its size is what is wrong. */
  private void wrongSizes() throws IOException {
    Layout layout = new Layout();
    Members image = layout.image("app", "amd64");
    image.put("size", new Text("9" + String.valueOf(image.get("size")).replaceAll("\\D", "")));
    Path path = layout.add(image).tar(work.resolve("manifest-size.tar"));
    all.add(
        Case.inspect("size-of-manifest", "a wrong size in index.json", path, 1).not("cut short"));
    for (String part : List.of("config", "layer")) {
      layout = new Layout();
      Members manifest = layout.manifest("app", "amd64");
      Members one =
          part.equals("config") ? manifest.object("config") : manifest.object("layers", 0);
      one.put("size", part.equals("config") ? 0 : 77777);
      path = layout.add(manifest, "v1").tar(work.resolve(part + "-size.tar"));
      all.add(
          Case.inspect(
                  "size-of-" + part, "a wrong size of the " + part + " in the manifest", path, 1)
              .not("cut short"));
    }
  }

  private static String digest(Members descriptor) {
    String text = ((Text) java.util.Objects.requireNonNull(descriptor.get("digest"))).text();
    return text.substring(1, text.length() - 1);
  }
}
