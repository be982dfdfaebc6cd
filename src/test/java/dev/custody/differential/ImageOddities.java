package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Document;
import dev.custody.differential.Ingredient.Policy;
import dev.custody.differential.Ingredient.Role;
import dev.custody.differential.Node.Items;
import dev.custody.differential.Node.Members;
import dev.custody.differential.Node.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Oddities of what the documents say: which image is chosen, of what kind it is, where it lies. */
final class ImageOddities {
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";

  private final List<Ingredient> all = new ArrayList<>();

  private ImageOddities() {}

  static List<Ingredient> all() {
    ImageOddities oddities = new ImageOddities();
    oddities.selection();
    oddities.platforms();
    oddities.kinds();
    oddities.dockerArchives();
    oddities.algorithms();
    return oddities.all;
  }

  private void selection() {
    index(
        "entry-of-other",
        Policy.READ,
        (root, twin) -> manifests(root).add(manifests(twin).getFirst()));
    index(
        "entry-of-other-first",
        Policy.READ,
        (root, twin) -> manifests(root).addFirst(manifests(twin).getFirst()));
    index(
        "entry-repeated",
        Policy.READ,
        (root, _) -> manifests(root).add(manifests(root).getFirst()));
    index(
        "entry-of-unknown-algorithm",
        Policy.READ,
        (root, _) -> {
          Members entry = Images.descriptor(Images.MANIFEST, new byte[0]);
          entry.put("digest", "blake3:" + "0a".repeat(32));
          manifests(root).add(entry);
        });
    index("entries-none", Policy.READ, (root, _) -> manifests(root).clear());
    index("entries-null", Policy.READ, (root, _) -> root.put("manifests", new Text("null")));
    named(
        "name-twice",
        Policy.MAY_REFUSE,
        (root, twin) -> manifests(root).addFirst(manifests(twin).getFirst()));
    named(
        "name-twice-behind",
        Policy.MAY_REFUSE,
        (root, twin) -> manifests(root).add(manifests(twin).getFirst()));
    for (String type : List.of(DOCKER, "application/x", "", Images.INDEX, Images.LAYER)) {
      String shown =
          type.isEmpty() ? "empty" : type.substring(type.lastIndexOf('.') + 1).replace('/', '-');
      named(
          "name-twice-type-" + shown,
          Policy.MAY_REFUSE,
          (root, twin) -> {
            Members entry = (Members) manifests(twin).getFirst();
            entry.put("mediaType", type);
            manifests(root).addFirst(entry);
          });
      named(
          "name-type-" + shown,
          Policy.READ,
          (root, _) -> ((Members) manifests(root).getFirst()).put("mediaType", type));
    }
    named(
        "name-only-in-other-case",
        Policy.READ,
        (root, _) ->
            ((Members) manifests(root).getFirst())
                .put("annotations", Node.object(Images.REF_NAME, "V1")));
    named(
        "name-with-space",
        Policy.READ,
        (root, _) ->
            ((Members) manifests(root).getFirst())
                .put("annotations", Node.object(Images.REF_NAME, "v1 ")));
    named(
        "name-key-repeated",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members annotations = ((Members) manifests(root).getFirst()).object("annotations");
          annotations
              .members()
              .add(new Node.Member('"' + Images.REF_NAME + '"', new Text("\"v3\"")));
        });
    named(
        "name-key-upper",
        Policy.READ,
        (root, twin) -> {
          Members annotations = ((Members) manifests(root).getFirst()).object("annotations");
          annotations
              .members()
              .add(
                  new Node.Member(
                      '"' + Images.REF_NAME.toUpperCase(java.util.Locale.ROOT) + '"',
                      new Text("\"v3\"")));
        });
    named(
        "name-of-containerd",
        Policy.READ,
        (root, _) -> {
          Members entry = (Members) manifests(root).getFirst();
          entry.put(
              "annotations", Node.object("io.containerd.image.name", "docker.io/library/v1:v1"));
        });
    named(
        "name-null",
        Policy.READ,
        (root, _) ->
            ((Members) manifests(root).getFirst())
                .object("annotations")
                .put(Images.REF_NAME, new Text("null")));
  }

  private void platforms() {
    nested(
        "instance-twice",
        Policy.READ,
        (root, _) -> manifests(root).add(manifests(root).getFirst()));
    nested(
        "instance-of-other-behind",
        Policy.MAY_REFUSE,
        (root, twin) -> manifests(root).add(manifests(twin).getFirst()));
    nested(
        "instance-of-other-first",
        Policy.MAY_REFUSE,
        (root, twin) -> manifests(root).addFirst(manifests(twin).getFirst()));
    nested(
        "instance-zstd-behind",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.put("annotations", Node.object("io.github.containers.compression.zstd", "true"));
          manifests(root).add(other);
        });
    nested(
        "instance-without-platform",
        Policy.READ,
        (root, _) -> ((Members) manifests(root).getFirst()).remove("platform"));
    nested(
        "instance-other-without-platform",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.remove("platform");
          manifests(root).addFirst(other);
        });
    nested(
        "instance-variant",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.object("platform").put("variant", "v2");
          manifests(root).addFirst(other);
        });
    nested(
        "instance-os-version",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.object("platform").put("os.version", "10");
          manifests(root).addFirst(other);
        });
    nested(
        "instance-platform-upper",
        Policy.READ,
        (root, _) ->
            ((Members) manifests(root).getFirst()).object("platform").put("architecture", "AMD64"));
    nested(
        "instance-alias",
        Policy.READ,
        (root, _) ->
            ((Members) manifests(root).getFirst())
                .object("platform")
                .put("architecture", "x86_64"));
    nested(
        "instance-attestation",
        Policy.READ,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.put("platform", Node.object("architecture", "unknown", "os", "unknown"));
          other.put(
              "annotations", Node.object("vnd.docker.reference.type", "attestation-manifest"));
          manifests(root).add(other);
        });
    nested(
        "instance-missing",
        Policy.READ,
        (root, _) ->
            manifests(root)
                .add(
                    Images.platform(
                        Images.descriptor(Images.MANIFEST, Images.utf8("nowhere")), "s390x")));
    nested("instances-none", Policy.READ, (root, _) -> manifests(root).clear());
    nested(
        "nested-type-docker-list",
        Policy.READ,
        (root, _) ->
            root.put("mediaType", "application/vnd.docker.distribution.manifest.list.v2+json"));
    index(
        "instance-type-elsewhere",
        Policy.MAY_REFUSE,
        (root, twin) -> {
          Members other = (Members) manifests(twin).getFirst();
          other.put("mediaType", DOCKER);
          manifests(root).add(other);
        });
  }

  private void kinds() {
    manifest(
        "docker-manifest",
        Policy.READ,
        root -> {
          root.put("mediaType", DOCKER);
          root.object("config").put("mediaType", DOCKER_CONFIG);
          root.object("layers", 0).put("mediaType", DOCKER_LAYER);
          root.remove("annotations");
        });
    manifest("docker-manifest-oci-layers", Policy.READ, root -> root.put("mediaType", DOCKER));
    manifest(
        "oci-manifest-docker-layers",
        Policy.READ,
        root -> root.object("layers", 0).put("mediaType", DOCKER_LAYER));
    manifest(
        "oci-manifest-docker-config",
        Policy.READ,
        root -> root.object("config").put("mediaType", DOCKER_CONFIG));
    manifest("no-media-type", Policy.READ, root -> root.remove("mediaType"));
    manifest("no-layers", Policy.READ, root -> root.put("layers", new Items(new ArrayList<>())));
    manifest("layers-null", Policy.READ, root -> root.put("layers", new Text("null")));
    manifest(
        "layer-twice",
        Policy.READ,
        root -> ((Items) root.get("layers")).items().add(root.object("layers", 0)));
    manifest(
        "foreign-layer",
        Policy.READ,
        root ->
            root.object("layers", 0)
                .put("mediaType", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"));
    manifest(
        "foreign-layer-missing",
        Policy.MAY_REFUSE,
        root -> {
          Members layer = root.object("layers", 0);
          layer.put("mediaType", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
          layer.put("digest", Images.digest(Images.utf8("nowhere")));
          layer.put("urls", List.of("http://127.0.0.1:1/x"));
        });
    manifest(
        "layer-missing",
        Policy.READ,
        root -> root.object("layers", 0).put("digest", Images.digest(Images.utf8("nowhere"))));
    manifest(
        "config-missing",
        Policy.READ,
        root -> root.object("config").put("digest", Images.digest(Images.utf8("nowhere"))));
    manifest(
        "artifact",
        Policy.READ,
        root -> {
          root.put("artifactType", "application/vnd.x");
          root.object("config").put("mediaType", "application/vnd.oci.empty.v1+json");
        });
    manifest(
        "artifact-helm",
        Policy.READ,
        root -> {
          root.object("config").put("mediaType", "application/vnd.cncf.helm.config.v1+json");
          root.object("layers", 0)
              .put("mediaType", "application/vnd.cncf.helm.chart.content.v1.tar+gzip");
        });
    manifest(
        "layer-encrypted",
        Policy.READ,
        root -> root.object("layers", 0).put("mediaType", Images.LAYER + "+encrypted"));
    manifest(
        "layer-zstd-said",
        Policy.READ,
        root ->
            root.object("layers", 0)
                .put("mediaType", "application/vnd.oci.image.layer.v1.tar+zstd"));
    config("no-rootfs", Policy.READ, root -> root.remove("rootfs"));
    config("no-diff-ids", Policy.READ, root -> root.put("rootfs", Node.object("type", "layers")));
    config(
        "diff-id-of-other",
        Policy.READ,
        root ->
            root.put(
                "rootfs",
                Node.object(
                    "type", "layers", "diff_ids", List.of(Images.digest(Images.layer("B"))))));
    config(
        "diff-id-twice",
        Policy.READ,
        root -> {
          Items ids = (Items) root.object("rootfs").get("diff_ids");
          ids.items().add(ids.items().getFirst());
        });
    config("rootfs-type", Policy.READ, root -> root.object("rootfs").put("type", "layers+base"));
    config("no-history", Policy.READ, root -> root.remove("history"));
    config(
        "history-of-more",
        Policy.READ,
        root -> ((Items) root.get("history")).items().add(Node.object("created_by", "more")));
    config(
        "history-empty-layer",
        Policy.READ,
        root ->
            ((Items) root.get("history"))
                .items()
                .add(Node.object("created_by", "more", "empty_layer", new Text("true"))));
  }

  private void dockerArchives() {
    docker("repo-tags-null", Policy.READ, item -> item.put("RepoTags", new Text("null")));
    docker("repo-tags-odd", Policy.READ, item -> item.put("RepoTags", List.of("UPPER CASE")));
    docker("layers-null", Policy.READ, item -> item.put("Layers", new Text("null")));
    docker("path-dot", Policy.READ, path(name -> "./" + name));
    docker("path-up", Policy.MAY_REFUSE, path(name -> "a/../" + name));
    docker("path-rooted", Policy.MAY_REFUSE, path(name -> "/" + name));
    docker("path-slash", Policy.MAY_REFUSE, path(name -> name + "/"));
    docker("config-name-lies", Policy.READ, item -> item.put("Config", "00".repeat(32) + ".json"));
    all.add(
        new Ingredient(
            "docker-two-items",
            Policy.READ,
            EnumSet.of(Base.DOCKER),
            (Change.OfText)
                (text, _) ->
                    text.startsWith("[")
                        ? text.substring(0, text.length() - 1) + "," + text.substring(1)
                        : text));
    all.add(
        new Ingredient(
            "docker-no-items",
            Policy.READ,
            EnumSet.of(Base.DOCKER),
            (Change.OfText) (text, _) -> text.startsWith("[") ? "[]" : text));
    all.add(
        new Ingredient(
            "docker-object",
            Policy.READ,
            EnumSet.of(Base.DOCKER),
            (Change.OfText)
                (text, _) -> text.startsWith("[") ? text.substring(1, text.length() - 1) : text));
    entries(
        "docker-layer-gzip",
        Policy.READ,
        specimen ->
            specimen.entries.forEach(entry -> {
              if (entry.name.endsWith("/layer.tar")) {
                entry.content = Images.gzip(entry.content);
                entry.size = Entry.octal(entry.content.length);
              }
            }));
    entries(
        "docker-layer-zstd",
        Policy.READ,
        specimen ->
            specimen.entries.forEach(entry -> {
              if (entry.name.endsWith("/layer.tar")) {
                entry.content = com.github.luben.zstd.Zstd.compress(entry.content);
                entry.size = Entry.octal(entry.content.length);
              }
            }));
    entries(
        "docker-layer-symlink",
        Policy.READ,
        specimen -> {
          for (Entry entry : List.copyOf(specimen.entries)) {
            if (entry.name.endsWith("/layer.tar")) {
              specimen.entries.add(
                  Entry.link('2', entry.name, "../" + entry.name.substring(0, 64) + ".tar"));
              entry.name = entry.name.substring(0, 64) + ".tar";
            }
          }
        });
    entries(
        "docker-layout-of-other",
        Policy.MAY_REFUSE,
        specimen -> {
          byte[] manifest = Images.utf8(Images.manifest(new byte[0], new byte[0]).text());
          specimen.insertAnywhere(Entry.file(Images.blob(manifest), manifest));
          specimen.insertAnywhere(
              Entry.file(
                  "index.json",
                  Images.utf8(Images.index(Images.descriptor(Images.MANIFEST, manifest)).text())));
        });
    entries(
        "docker-manifest-link",
        Policy.MAY_REFUSE,
        specimen -> {
          for (Entry entry : List.copyOf(specimen.entries)) {
            if (entry.name.equals("manifest.json")) {
              specimen.entries.add(Entry.file("b.json", specimen.twin(entry)));
              entry.mode = "0120644\0";
              entry.link = "b.json";
            }
          }
        });
  }

  /** Manifests that index.json names by another digest than sha256. */
  private void algorithms() {
    for (String algorithm : List.of("sha384", "sha512")) {
      Change.OfEntries change = specimen -> specimen.nameManifests(algorithm);
      all.add(
          new Ingredient(
              "manifest-named-by-" + algorithm,
              Policy.READ,
              EnumSet.of(Base.OCI, Base.NAMED),
              change));
    }
  }

  private interface Pair {
    void apply(Members root, Members twin);
  }

  private interface One {
    void apply(Members root);
  }

  private void index(String name, Policy policy, Pair change) {
    document(name, policy, Base.LAYOUTS, Role.INDEX, change);
  }

  private void named(String name, Policy policy, Pair change) {
    document(name, policy, EnumSet.of(Base.NAMED), Role.INDEX, change);
  }

  private void nested(String name, Policy policy, Pair change) {
    document(name, policy, EnumSet.of(Base.INDEX), Role.NESTED_INDEX, change);
  }

  private void manifest(String name, Policy policy, One change) {
    document(name, policy, Base.LAYOUTS, Role.MANIFEST, (root, _) -> change.apply(root));
  }

  private void config(String name, Policy policy, One change) {
    document(name, policy, Base.ALL, Role.CONFIG, (root, _) -> change.apply(root));
  }

  private void docker(String name, Policy policy, One change) {
    document(
        "docker-" + name,
        policy,
        EnumSet.of(Base.DOCKER, Base.BOTH),
        Role.MANIFEST_JSON,
        (root, _) -> change.apply(root));
  }

  private void document(String name, Policy policy, Set<Base> bases, Role role, Pair change) {
    all.add(
        new Ingredient(
            name,
            policy,
            bases,
            new Change.OfRole(
                role, (Document document) -> change.apply(document.root(), document.twin()))));
  }

  private void entries(String name, Policy policy, Change.OfEntries change) {
    all.add(new Ingredient(name, policy, EnumSet.of(Base.DOCKER), change));
  }

  private static One path(UnaryOperator<String> change) {
    return item -> {
      String config = item.get("Config").text();
      item.put("Config", change.apply(config.substring(1, config.length() - 1)));
    };
  }

  private static List<Node> manifests(Members index) {
    return index.get("manifests") instanceof Items items ? items.items() : new ArrayList<>();
  }
}
