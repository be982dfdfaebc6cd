package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Document;
import dev.custody.differential.Ingredient.Role;
import dev.custody.differential.Node.Items;
import dev.custody.differential.Node.Members;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One archive with its oddities, made from a seed. It holds two images: A, which a plain reader
 * finds, and B, which the oddities try to make the pusher find.
 */
final class Specimen {
  final Random random;
  final Base base;
  final List<Ingredient> ingredients;

  /** What a plain reader finds under each name. */
  final Map<String, byte[]> files = new LinkedHashMap<>();

  /** What the oddities put in the place of each file. */
  final Map<String, byte[]> twins = new LinkedHashMap<>();

  /** The file's entries in their order; changed by tar oddities. */
  final List<Entry> entries = new ArrayList<>();

  /** Digests that a pipeline may have recorded. */
  final Set<String> digests = new LinkedHashSet<>();

  /** The architecture of each manifest that an index names. */
  final Map<String, String> architectures = new LinkedHashMap<>();

  /** How the image is asked for, after the path: a reference name or nothing. */
  final String reference;

  private final Map<Ingredient, Role> roles = new LinkedHashMap<>();
  private final boolean bare;

  /** The finished tar. */
  private final byte[] tar;

  private final String transport;

  private Specimen(Random random, Base base, List<Ingredient> ingredients) {
    this.random = random;
    this.base = base;
    this.ingredients = List.copyOf(ingredients);
    reference = base == Base.NAMED ? ":v1" : "";
    bare = reference.isEmpty() && base != Base.DIRECTORY && random.nextInt(4) == 0;
    transport =
        switch (base) {
          case DIRECTORY -> "oci";
          case DOCKER -> "docker-archive";
          case BOTH -> random.nextBoolean() ? "oci-archive" : "docker-archive";
          default -> "oci-archive";
        };
    List<Role> documents = documents();
    for (Ingredient ingredient : ingredients) {
      roles.put(ingredient, documents.get(random.nextInt(documents.size())));
    }
    build();
    tar = tar();
  }

  /**
   * An archive with one to three oddities.
   *
   * @param seed the archive is the same for the same seed and pantry
   * @param pantry what there is to choose from; the seed's remainder is the first choice, so that
   *     as many seeds as ingredients try each of them
   */
  static Specimen of(long seed, List<Ingredient> pantry) {
    Random random = random(seed);
    Ingredient first = pantry.get((int) Math.floorMod(seed, (long) pantry.size()));
    List<Base> bases = first.bases().stream().sorted().toList();
    Base base = bases.get(random.nextInt(bases.size()));
    List<Ingredient> chosen = new ArrayList<>(List.of(first));
    int more = random.nextInt(100);
    for (int count = more < 55 ? 0 : more < 85 ? 1 : 2; count > 0; count--) {
      Ingredient next = pantry.get(random.nextInt(pantry.size()));
      if (next.bases().contains(base)
          && chosen.stream().noneMatch(one -> one.equals(next) || sameShape(one, next))) {
        chosen.add(next);
      }
    }
    return new Specimen(random, base, chosen);
  }

  /** An archive with one oddity. */
  static Specimen of(long seed, Base base, Ingredient ingredient) {
    return new Specimen(random(seed), base, List.of(ingredient));
  }

  private static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L);
  }

  /** Two changes that both expect one document as it was made. */
  private static boolean sameShape(Ingredient one, Ingredient other) {
    return one.change() instanceof Change.OfRole(Role a, var _)
        && other.change() instanceof Change.OfRole(Role b, var _)
        && a == b;
  }

  private List<Role> documents() {
    return switch (base) {
      case INDEX -> List.of(Role.INDEX, Role.NESTED_INDEX, Role.MANIFEST, Role.CONFIG);
      case DOCKER -> List.of(Role.MANIFEST_JSON, Role.CONFIG);
      case BOTH -> List.of(Role.INDEX, Role.MANIFEST, Role.MANIFEST_JSON, Role.CONFIG);
      default -> List.of(Role.INDEX, Role.MANIFEST, Role.CONFIG);
    };
  }

  private void build() {
    byte[] tarA = Images.layer("A");
    byte[] tarB = Images.layer("B");
    Members plainB = Images.config(tarB, "amd64");
    byte[] configA = document(Role.CONFIG, Images.config(tarA, "amd64"), plainB);
    byte[] configB = Images.utf8(plainB.text());
    digests.add(Images.digest(configA));
    digests.add(Images.digest(configB));
    if (base != Base.DOCKER) {
      layout(tarA, configA, tarB, configB);
    }
    if (base == Base.DOCKER || base == Base.BOTH) {
      docker(tarA, configA, tarB, configB);
    }
    files.forEach((name, content) -> entries.add(Entry.file(name, content)));
    if (random.nextInt(3) == 0) {
      Collections.shuffle(entries, random);
    }
    for (Ingredient ingredient : ingredients) {
      if (ingredient.change() instanceof Change.OfEntries change) {
        change.apply(this);
      }
    }
  }

  private void layout(byte[] tarA, byte[] configA, byte[] tarB, byte[] configB) {
    byte[] layerA = Images.gzip(tarA);
    byte[] layerB = Images.gzip(tarB);
    Members treeB = Images.manifest(configB, layerB);
    byte[] manifestB = Images.utf8(treeB.text());
    byte[] manifestA = document(Role.MANIFEST, Images.manifest(configA, layerA), treeB);
    blob(configA, configB);
    blob(layerA, layerB);
    blob(manifestA, manifestB);
    blob(layerB, layerA);
    blob(configB, configA);
    blob(manifestB, manifestA);
    digests.add(Images.digest(manifestA));
    digests.add(Images.digest(manifestB));
    Members a = Images.descriptor(Images.MANIFEST, manifestA);
    Members b = Images.descriptor(Images.MANIFEST, manifestB);
    switch (base) {
      case NAMED -> {
        Members otherA = Images.descriptor(Images.MANIFEST, manifestA);
        Members otherB = Images.descriptor(Images.MANIFEST, manifestB);
        index(
            Images.index(Images.named(a, "v1"), Images.named(b, "v2")),
            Images.index(Images.named(otherB, "v1"), Images.named(otherA, "v2")));
      }
      case INDEX -> {
        byte[] tarC = Images.layer("C");
        byte[] configC = Images.utf8(Images.config(tarC, "arm64").text());
        byte[] layerC = Images.gzip(tarC);
        byte[] manifestC = Images.utf8(Images.manifest(configC, layerC).text());
        blob(configC, configB);
        blob(layerC, layerB);
        blob(manifestC, manifestB);
        Members c = Images.platform(Images.descriptor(Images.MANIFEST, manifestC), "arm64");
        Members other = Images.platform(Images.descriptor(Images.MANIFEST, manifestC), "arm64");
        Members nestedB = Images.index(Images.platform(b, "amd64"), other);
        byte[] nested =
            document(Role.NESTED_INDEX, Images.index(Images.platform(a, "amd64"), c), nestedB);
        byte[] twin = Images.utf8(nestedB.text());
        blob(nested, twin);
        blob(twin, nested);
        for (byte[] index : List.of(nested, twin)) {
          digests.add(Images.digest(index));
        }
        architectures.put(Images.digest(manifestA), "amd64");
        architectures.put(Images.digest(manifestB), "amd64");
        architectures.put(Images.digest(manifestC), "arm64");
        digests.add(Images.digest(manifestC));
        index(
            Images.index(Images.descriptor(Images.INDEX, nested)),
            Images.index(Images.descriptor(Images.INDEX, twin)));
      }
      default -> index(Images.index(a), Images.index(b));
    }
    file(
        "oci-layout",
        Images.utf8("{\"imageLayoutVersion\":\"1.0.0\"}"),
        Images.utf8("{\"imageLayoutVersion\":\"9\"}"));
  }

  private void index(Members index, Members twin) {
    file("index.json", document(Role.INDEX, index, twin), Images.utf8(twin.text()));
  }

  private void docker(byte[] tarA, byte[] configA, byte[] tarB, byte[] configB) {
    String nameA = Images.hex(configA) + ".json";
    String nameB = Images.hex(configB) + ".json";
    String layerA = Images.hex(tarA) + "/layer.tar";
    String layerB = Images.hex(tarB) + "/layer.tar";
    file(nameA, configA, configB);
    file(layerA, tarA, tarB);
    file(nameB, configB, configA);
    file(layerB, tarB, tarA);
    Members a = Images.dockerItem(nameA, layerA);
    Members b = Images.dockerItem(nameB, layerB);
    Document item = new Document(Role.MANIFEST_JSON, a, b);
    trees(item);
    String text = texts(Role.MANIFEST_JSON, new Items(List.of(a)).text());
    file("manifest.json", Images.utf8(text), Images.utf8(new Items(List.of(b)).text()));
  }

  private byte[] document(Role role, Members root, Members twin) {
    trees(new Document(role, root, twin));
    return Images.utf8(texts(role, root.text()));
  }

  /** Changes that know the document's shape come first. */
  private void trees(Document document) {
    for (Ingredient ingredient : ingredients) {
      if (ingredient.change() instanceof Change.OfRole(Role role, var change)
          && role == document.role()) {
        change.accept(document);
      }
    }
    for (Ingredient ingredient : ingredients) {
      if (ingredient.change() instanceof Change.OfTree change
          && roles.get(ingredient) == document.role()) {
        change.apply(document, random);
      }
    }
  }

  private String texts(Role role, String text) {
    String result = text;
    for (Ingredient ingredient : ingredients) {
      if (ingredient.change() instanceof Change.OfText change && roles.get(ingredient) == role) {
        result = change.apply(result, random);
      }
    }
    return result;
  }

  private void blob(byte[] content, byte[] twin) {
    file(Images.blob(content), content, twin);
  }

  private void file(String name, byte[] content, byte[] twin) {
    files.putIfAbsent(name, content);
    twins.putIfAbsent(name, twin);
  }

  /** The entry of a file that matters: most often the one that names all others. */
  Entry target() {
    String first = base == Base.DOCKER ? "manifest.json" : "index.json";
    boolean any = random.nextInt(10) < 4;
    List<Entry> possible =
        entries.stream()
            .filter(entry -> twins.containsKey(entry.name))
            .filter(entry -> any || entry.name.equals(first))
            .toList();
    return possible.isEmpty()
        ? entries.get(random.nextInt(entries.size()))
        : possible.get(random.nextInt(possible.size()));
  }

  /** What an oddity puts in the place of this entry's file. */
  byte[] twin(Entry entry) {
    return twins.getOrDefault(entry.name, new byte[0]);
  }

  /** Puts an entry anywhere before or after another one. */
  void insertAround(Entry other, Entry added) {
    int at = entries.indexOf(other);
    entries.add(
        random.nextBoolean()
            ? random.nextInt(at + 1)
            : at + 1 + random.nextInt(entries.size() - at),
        added);
  }

  void insertAnywhere(Entry added) {
    entries.add(random.nextInt(entries.size() + 1), added);
  }

  private byte[] tar() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entries.forEach(entry -> out.writeBytes(entry.bytes()));
    out.writeBytes(new byte[1024]);
    byte[] file = out.toByteArray();
    for (Ingredient ingredient : ingredients) {
      if (ingredient.change() instanceof Change.OfBytes change) {
        file = change.apply(file, random);
      }
    }
    return file;
  }

  /** Names the manifests in index.json and their blobs by another algorithm. */
  void nameManifests(String algorithm) {
    for (Entry index : entries) {
      if (index.name.equals("index.json")) {
        String text = new String(index.content, StandardCharsets.UTF_8);
        for (Entry entry : entries) {
          String old = Images.digest(entry.content);
          if (entry.name.equals(Images.blob(entry.content)) && text.contains(old)) {
            String digest = Images.digest(algorithm, entry.content);
            text = text.replace(old, digest);
            entry.name = "blobs/" + digest.replace(':', '/');
            digests.add(digest);
          }
        }
        index.content = Images.utf8(text);
        index.size = Entry.octal(index.content.length);
      }
    }
  }

  /**
   * Writes the archive.
   *
   * @return where it is: a tar file or a directory
   */
  Path write(Path path) throws IOException {
    if (base != Base.DIRECTORY) {
      return Files.write(path, tar);
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = path.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    return path;
  }

  /** The argument of custody for the archive at this path. */
  String argument(Path path) {
    return bare ? path.toString() : transport + ":" + path + reference;
  }

  /** The argument of custody with a transport, whether or not the other one has it. */
  String prefixed(Path path) {
    return transport + ":" + path + reference;
  }

  /** The transport that is meant, or the first of a bare path's. */
  String transport() {
    return transport;
  }

  /** The reference name without its colon; empty without one. */
  String name() {
    return reference.isEmpty() ? "" : reference.substring(1);
  }

  /** What skopeo could be told for the same archive: of a bare path all that may be meant. */
  List<String> sources(Path path) {
    List<String> all = bare ? List.of("oci-archive", "docker-archive") : List.of(transport);
    return all.stream().map(prefix -> prefix + ":" + path + reference).toList();
  }

  @Override
  public String toString() {
    return base
        + (bare ? " (bare path)" : "")
        + ingredients.stream()
            .map(ingredient ->
                ingredient.change() instanceof Change.OfTree
                        || ingredient.change() instanceof Change.OfText
                    ? ingredient.name() + " in " + roles.get(ingredient)
                    : ingredient.name())
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
