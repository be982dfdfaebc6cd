package dev.custody.differential;

import dev.custody.differential.Custody.Look;
import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Platforms.Way;
import dev.custody.differential.Skopeo.Pushed;
import dev.custody.oci.Depth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What skopeo and custody make of one archive, compared with each other.
 *
 * @param opened why the gate is open though it must be closed; null when it is not
 * @param refused custody's words where skopeo pushes and custody refuses; null otherwise
 * @param pushed whether skopeo pushed anything
 */
record Judgement(@Nullable String opened, @Nullable String refused, boolean pushed) {

  /**
   * Judges one archive.
   *
   * @param push whether it is pushed to a registry too
   */
  static Judgement of(Specimen specimen, Path path, Skopeo skopeo, boolean push)
      throws IOException, InterruptedException {
    String argument = specimen.argument(path);
    Map<String, Pushed> readings = new LinkedHashMap<>();
    for (String source : specimen.sources(path)) {
      Pushed pushed = skopeo.copy(source);
      if (pushed.ok() || specimen.sources(path).size() == 1) {
        readings.put(source, pushed);
      }
    }
    if (readings.isEmpty() && specimen.base == Base.INDEX) {
      // One of its platforms may be pushed all the same.
      String source = specimen.sources(path).getFirst();
      readings.put(source, skopeo.copy(source));
    }
    Set<String> digests = new LinkedHashSet<>(specimen.digests);
    for (Pushed pushed : readings.values()) {
      digests.add(pushed.digest());
      digests.add(pushed.config());
      digests.addAll(pushed.instances());
    }
    digests.remove("");
    Look structure = Custody.inspect(argument, "structure");
    Set<String> shallow = open(argument, "structure", structure, digests);
    // Depth layers sees all that depth structure sees; a config needs it to open anything.
    boolean deeper = !shallow.isEmpty() || structure.sound() || structure.config() != null;
    Look layers = deeper ? Custody.inspect(argument, "layers") : structure;
    Set<String> deep = deeper ? open(argument, "layers", layers, digests) : Set.of();
    boolean any = readings.values().stream().anyMatch(Pushed::ok);
    for (String digest : deep) {
      String wrong = wrong(specimen, skopeo, readings, digest);
      if (wrong != null) {
        return new Judgement("at depth layers for " + digest + ", but " + wrong, null, any);
      }
    }
    for (String digest : shallow) {
      if (!deep.contains(digest)) {
        String wrong = unread(specimen, skopeo, readings, digest);
        if (wrong != null) {
          return new Judgement("at depth structure for " + digest + ", but " + wrong, null, any);
        }
      }
    }
    if (push) {
      String wrong = pushedOtherwise(skopeo, readings, deep);
      if (wrong != null) {
        return new Judgement("at depth layers for " + deep + ", but " + wrong, null, any);
      }
    }
    boolean refused =
        any && deep.isEmpty() && shallow.isEmpty() && !opensByTransport(specimen, path, readings);
    return new Judgement(null, refused ? words(structure, layers) : null, any);
  }

  /**
   * Whether a bare path is refused because only one transport reads it, and custody reads it too
   * once the argument names that transport.
   */
  private static boolean opensByTransport(
      Specimen specimen, Path path, Map<String, Pushed> readings) {
    return specimen.sources(path).size() > readings.size()
        && readings.keySet().stream().allMatch(source -> Custody.inspect(source, "layers").sound());
  }

  /** Why the registry has none of the digests that open the gate after a push, or null. */
  private static @Nullable String pushedOtherwise(
      Skopeo skopeo, Map<String, Pushed> readings, Set<String> open)
      throws IOException, InterruptedException {
    for (Map.Entry<String, Pushed> reading : readings.entrySet()) {
      String source = reading.getKey();
      if (open.stream().anyMatch(digest -> is(digest, source, reading.getValue()))) {
        Pushed there = skopeo.push(source);
        if (there.ok() && open.stream().noneMatch(digest -> is(digest, source, there))) {
          return "in a registry skopeo " + said(there);
        }
      }
    }
    return null;
  }

  private static Set<String> open(String argument, String depth, Look look, Set<String> digests) {
    Set<String> asked = new LinkedHashSet<>(digests);
    if (look.sound() && look.digest() != null) {
      asked.add(look.digest());
    }
    Set<String> open = new LinkedHashSet<>(Custody.opensFor(argument, depth, asked));
    if (look.digest() == null && look.sound() && look.config() != null && depth.equals("layers")) {
      open.add(look.config());
    }
    return open;
  }

  /** Why skopeo would not push this digest, or null. */
  private static @Nullable String wrong(
      Specimen specimen, Skopeo skopeo, Map<String, Pushed> readings, String digest)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Pushed> reading : readings.entrySet()) {
      String one = wrong(specimen, skopeo, reading.getKey(), reading.getValue(), digest);
      if (one != null) {
        wrong.add(one);
      }
    }
    return all(readings, wrong);
  }

  /** Of a bare path either push is possible: one must be the digest, the other the same image. */
  private static @Nullable String all(Map<String, Pushed> readings, List<String> wrong) {
    boolean sameImage = readings.values().stream().map(Pushed::config).distinct().count() == 1;
    if (readings.isEmpty()) {
      return "skopeo reads it neither as oci-archive nor as docker-archive";
    }
    return wrong.isEmpty() || (wrong.size() < readings.size() && sameImage)
        ? null
        : String.join(", and ", wrong);
  }

  private static @Nullable String wrong(
      Specimen specimen, Skopeo skopeo, String source, Pushed pushed, String digest)
      throws IOException, InterruptedException {
    if (is(digest, source, pushed)) {
      return null;
    }
    List<Way> ways =
        specimen.base == Base.INDEX ? Platforms.of(skopeo.document(source), digest) : List.of();
    if (!ways.isEmpty()) {
      return instance(skopeo, source, ways, digest, Depth.LAYERS);
    }
    return "skopeo " + said(pushed);
  }

  /**
   * Whoever asks for the platform of an index's manifest gets this one, or nothing.
   *
   * @param depth where structure is all that was looked at, a push may fail once it has chosen
   */
  private static @Nullable String instance(
      Skopeo skopeo, String source, List<Way> ways, String digest, Depth depth)
      throws IOException, InterruptedException {
    boolean chosen = false;
    for (Way way : ways) {
      Pushed one = skopeo.copyPlatform(source, way);
      if (one.ok() && !one.names().contains(digest)) {
        return "for " + way + " skopeo " + said(one);
      }
      chosen |=
          one.ok() || (depth == Depth.STRUCTURE && !one.error().contains("choosing an image"));
    }
    return chosen ? null : "skopeo pushes it for none of " + ways;
  }

  /** Whether it is what identifies the image: a docker-archive's manifest is made in the push. */
  private static boolean is(String digest, String source, Pushed pushed) {
    return source.startsWith("docker-archive:")
        ? digest.equals(pushed.config())
        : pushed.names().contains(digest);
  }

  /** Depth structure has not read the layers: skopeo must show the digest, pushing may fail. */
  private static @Nullable String unread(
      Specimen specimen, Skopeo skopeo, Map<String, Pushed> readings, String digest)
      throws IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Pushed> reading : readings.entrySet()) {
      String source = reading.getKey();
      if (reading.getValue().ok()
          || reading.getValue().error().contains("no such file")
          || !is(digest, source, skopeo.raw(source))) {
        List<Way> ways =
            specimen.base == Base.INDEX ? Platforms.of(skopeo.document(source), digest) : List.of();
        String one =
            ways.isEmpty()
                ? wrong(specimen, skopeo, source, reading.getValue(), digest)
                : instance(skopeo, source, ways, digest, Depth.STRUCTURE);
        if (one != null) {
          wrong.add(one);
        }
      }
    }
    return all(readings, wrong);
  }

  private static String said(Pushed pushed) {
    return pushed.ok()
        ? "pushes "
            + pushed.digest()
            + (pushed.config().isEmpty() ? "" : ", config " + pushed.config())
        : "fails: " + pushed.error();
  }

  private static String words(Look structure, Look layers) {
    List<String> words =
        List.of(
            structure.sound() ? "" : structure.message(), layers.sound() ? "" : layers.message());
    return words.stream().filter(text -> !text.isEmpty()).findFirst().orElse("no digest opens it");
  }
}
