package dev.custody.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ways in which a push may ask for the platform that an index states of one of its manifests.
 */
final class Platforms {
  /** Where no platform is stated, these ask. */
  private static final List<String> USUAL = List.of("amd64", "arm64");

  private Platforms() {}

  /** One way to ask. */
  record Way(String os, String architecture, String variant) {
    static Way linux(String architecture) {
      return new Way("linux", architecture, "");
    }

    /** Of skopeo, before its command. */
    List<String> options() {
      List<String> options =
          new ArrayList<>(List.of("--override-os", os, "--override-arch", architecture));
      if (!variant.isEmpty()) {
        options.addAll(List.of("--override-variant", variant));
      }
      return options;
    }

    @Override
    public String toString() {
      return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
  }

  /** Every way to ask for a manifest of the index; none if it lists no such manifest. */
  static List<Way> of(String index, String digest) {
    List<Way> ways = new ArrayList<>();
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(index);
    } catch (JacksonException e) {
      return ways;
    }
    for (JsonNode manifest : member(root, "manifests")) {
      if (digest.equals(text(manifest, "digest"))) {
        add(member(manifest, "platform"), ways);
      }
    }
    return ways;
  }

  private static void add(JsonNode platform, List<Way> ways) {
    if (!platform.isObject()) {
      USUAL.forEach(architecture -> ways.add(Way.linux(architecture)));
      return;
    }
    Way stated =
        new Way(text(platform, "os"), text(platform, "architecture"), text(platform, "variant"));
    ways.add(stated);
    // Machines tell a variant of arm only; of other architectures it is asked for by hand.
    if (!stated.variant().isEmpty() && !stated.architecture().startsWith("arm")) {
      ways.add(new Way(stated.os(), stated.architecture(), ""));
    }
  }

  private static String text(JsonNode object, String name) {
    return member(object, name).asString("");
  }

  /** As Go finds it: without regard to case, the last one counts. */
  private static JsonNode member(JsonNode object, String name) {
    JsonNode found = object.path(name);
    for (String each : object.propertyNames()) {
      if (each.replace('\u017f', 's').toLowerCase(Locale.ROOT).equals(name)) {
        found = object.path(each);
      }
    }
    return found;
  }
}
