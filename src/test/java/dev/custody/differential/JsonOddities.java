package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Document;
import dev.custody.differential.Ingredient.Policy;
import dev.custody.differential.Node.Items;
import dev.custody.differential.Node.Member;
import dev.custody.differential.Node.Members;
import dev.custody.differential.Node.Place;
import dev.custody.differential.Node.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Oddities of JSON documents, by what Go's encoding/json makes of them. */
final class JsonOddities {
  private final List<Ingredient> all = new ArrayList<>();

  private JsonOddities() {}

  static List<Ingredient> all() {
    JsonOddities oddities = new JsonOddities();
    oddities.keys();
    oddities.values();
    oddities.texts();
    return oddities.all;
  }

  private void keys() {
    tree("key-repeated", Policy.MAY_REFUSE, repeat(key -> key));
    tree("key-repeated-upper", Policy.MAY_REFUSE, repeat(key -> key.toUpperCase(Locale.ROOT)));
    tree("key-repeated-capital", Policy.MAY_REFUSE, repeat(JsonOddities::capital));
    tree("key-repeated-long-s", Policy.MAY_REFUSE, repeat(JsonOddities::folded));
    tree("key-repeated-escaped", Policy.MAY_REFUSE, repeat(JsonOddities::escaped));
    tree("key-upper", Policy.READ, rename(key -> key.toUpperCase(Locale.ROOT)));
    tree("key-capital", Policy.READ, rename(JsonOddities::capital));
    tree("key-long-s", Policy.READ, rename(JsonOddities::folded));
    tree("key-escaped", Policy.READ, rename(JsonOddities::escaped));
    tree("key-dotless-i", Policy.READ, rename(key -> key.replace('i', '\u0131')));
    tree("key-with-nul", Policy.READ, rename(key -> key + "\\u0000"));
    tree(
        "key-missing",
        Policy.READ,
        (document, random) -> {
          Members object = place(document, random).here();
          object.members().remove(random.nextInt(object.members().size()));
        });
    tree("unknown-key", Policy.READ, add("x-unknown", "{\"a\":[1,2.5e3,true,null,\"\\u00e4\"]}"));
    tree(
        "unknown-key-repeated",
        Policy.READ,
        (document, random) -> {
          Members object = document.root();
          object.members().add(new Member("\"x\"", new Text("1")));
          object.members().add(new Member("\"x\"", new Text("2")));
        });
    tree("unknown-huge-number", Policy.READ, add("x", "1e999"));
    tree("unknown-huge-number-deep", Policy.READ, add("x", "[{\"y\":{\"z\":-1.8e308}}]"));
    tree("unknown-tiny-number", Policy.READ, add("x", "[1e-999,0e99999999999]"));
    tree("features-text", Policy.READ, add("features", "\"sse4\""));
    tree("field-subject-object", Policy.READ, add("subject", "{\"size\":2}"));
    tree("field-manifests", Policy.MAY_REFUSE, add("manifests", "[]"));
    tree("field-manifests-capital", Policy.MAY_REFUSE, add("Manifests", "[]"));
    tree("field-fsLayers", Policy.MAY_REFUSE, add("fsLayers", "[]"));
    tree("field-layers", Policy.MAY_REFUSE, add("layers", "[]"));
    tree("field-history", Policy.MAY_REFUSE, add("history", "[]"));
    tree("field-config-null", Policy.MAY_REFUSE, add("config", "null"));
    tree("field-signatures", Policy.MAY_REFUSE, add("signatures", "[]"));
    tree("field-subject", Policy.READ, add("subject", "null"));
    tree("field-artifactType", Policy.READ, add("artifactType", "\"application/x\""));
  }

  private void values() {
    for (String value :
        List.of(
            "null",
            "\"\"",
            "{}",
            "[]",
            "1",
            "\"1\"",
            "true",
            "-1",
            "1.0",
            "1e2",
            "1.5",
            "9223372036854775808",
            "\"sha256:x\"",
            "\"2026-01-02\"",
            "\"yesterday\"")) {
      String name = value.replace("\"", "'");
      tree(
          "value-" + name,
          Policy.READ,
          (document, random) -> {
            Members object = place(document, random).here();
            int at = random.nextInt(object.members().size());
            Member member = object.members().get(at);
            object.members().set(at, new Member(member.key(), new Text(value)));
          });
    }
    tree(
        "value-of-twin",
        Policy.READ,
        (document, random) -> {
          Place place = place(document, random);
          int at = random.nextInt(place.here().members().size());
          Member member = place.here().members().get(at);
          Node other = place.there().get(member.name());
          place
              .here()
              .members()
              .set(at, new Member(member.key(), other == null ? member.value() : other));
        });
    tree("array-with-null", Policy.READ, array("null"));
    tree("array-with-object", Policy.READ, array("{}"));
    tree("array-with-number", Policy.READ, array("7"));
    tree("array-with-string", Policy.READ, array("\"a\""));
    tree("size-text", Policy.READ, set("size", size -> '"' + size + '"'));
    tree("size-exponent", Policy.READ, set("size", size -> size + "e0"));
    tree("size-fraction", Policy.READ, set("size", size -> size + ".0"));
    tree("size-wrong", Policy.READ, set("size", size -> size + "1"));
    tree("size-negative", Policy.READ, set("size", size -> "-" + size));
    tree("digest-upper", Policy.READ, set("digest", text -> text.toUpperCase(Locale.ROOT)));
    tree("digest-algorithm", Policy.READ, set("digest", text -> text.replace("256", "512")));
    tree("digest-path", Policy.READ, set("digest", text -> "\"sha256:../index.json\""));
    tree(
        "mediaType-docker",
        Policy.READ,
        mediaType("application/vnd.docker.distribution.manifest.v2+json"));
    tree(
        "mediaType-docker-list",
        Policy.READ,
        mediaType("application/vnd.docker.distribution.manifest.list.v2+json"));
    tree(
        "mediaType-docker-layer",
        Policy.READ,
        mediaType("application/vnd.docker.image.rootfs.diff.tar.gzip"));
    tree(
        "mediaType-schema1",
        Policy.READ,
        mediaType("application/vnd.docker.distribution.manifest.v1+json"));
    tree("mediaType-index", Policy.READ, mediaType(Images.INDEX));
    tree("mediaType-manifest", Policy.READ, mediaType(Images.MANIFEST));
    tree("mediaType-layer", Policy.READ, mediaType(Images.LAYER));
    tree("mediaType-plain-layer", Policy.READ, mediaType("application/vnd.oci.image.layer.v1.tar"));
    tree("mediaType-config", Policy.READ, mediaType(Images.CONFIG));
    tree("mediaType-upper", Policy.READ, set("mediaType", text -> text.toUpperCase(Locale.ROOT)));
    tree(
        "mediaType-parameter",
        Policy.READ,
        set("mediaType", text -> text.replace("json", "json; charset=utf-8")));
    tree("mediaType-unknown", Policy.READ, mediaType("application/x"));
    tree("urls", Policy.READ, add("urls", "[\"ftp://127.0.0.1/x\"]"));
    tree("data", Policy.READ, add("data", "\"e30=\""));
    tree("data-not-base64", Policy.READ, add("data", "\"%\""));
    tree("created-leap-second", Policy.READ, set("created", text -> "\"2026-12-31T23:59:60Z\""));
    tree("created-comma", Policy.READ, set("created", text -> "\"2026-01-02T03:04:05,5Z\""));
    tree("created-offset", Policy.READ, set("created", text -> "\"2026-01-02T03:04:05+24:00\""));
    tree("created-lower", Policy.READ, set("created", text -> "\"2026-01-02t03:04:05z\""));
    tree("created-one-digit", Policy.READ, set("created", text -> "\"2026-01-02T3:04:05Z\""));
    tree("schemaVersion-1", Policy.READ, set("schemaVersion", text -> "1"));
    tree("schemaVersion-text", Policy.READ, set("schemaVersion", text -> "\"2\""));
  }

  private void texts() {
    text("byte-order-mark", Policy.READ, text -> "\ufeff" + text);
    text("second-document", Policy.MAY_REFUSE, text -> text + text);
    text("second-document-spaced", Policy.MAY_REFUSE, text -> text + "\n{}");
    text("rubbish-behind", Policy.MAY_REFUSE, text -> text + "x");
    text("nul-behind", Policy.MAY_REFUSE, text -> text + "\0");
    text("white-space", Policy.READ, text -> " \t\r\n" + text + " \t\r\n");
    text("form-feed", Policy.READ, text -> "\f" + text);
    text("no-break-space", Policy.READ, text -> text.replaceFirst(":", ":\u00a0"));
    text("trailing-comma", Policy.READ, text -> text.replaceFirst("}", ",}"));
    text("comment", Policy.READ, text -> text.replaceFirst(":", ":/* */"));
    text("single-quotes", Policy.READ, text -> text.replace('"', '\''));
    text("cut", Policy.READ, text -> text.substring(0, text.length() / 2));
    text(
        "lone-surrogate",
        Policy.READ,
        text -> text.replaceFirst("\"mediaType\":", "\"x\":\"\\\\ud800\",$0"));
    text(
        "control-character",
        Policy.READ,
        text -> text.replaceFirst("\"mediaType\":", "\"x\":\"\\\\u0001\t\",$0"));
    text(
        "bad-escape",
        Policy.READ,
        text -> text.replaceFirst("\"mediaType\":", "\"x\":\"\\\\x\",$0"));
    text("slash-escaped", Policy.READ, text -> text.replace("/", "\\/"));
    text("letters-escaped", Policy.READ, text -> text.replace("sha256:", "\\u0073ha256:"));
    text(
        "leading-zero",
        Policy.READ,
        text -> text.replaceFirst("\"schemaVersion\":2", "\"schemaVersion\":02"));
    text("nan", Policy.READ, text -> text.replaceFirst("\"mediaType\":", "\"x\":NaN,$0"));
    text(
        "deep",
        Policy.READ,
        text ->
            text.replaceFirst(
                "\"mediaType\":", "\"x\":" + "[".repeat(2000) + "]".repeat(2000) + ",$0"));
  }

  private void tree(String name, Policy policy, Change.OfTree change) {
    all.add(new Ingredient(name, policy, Base.ALL, change));
  }

  private void text(String name, Policy policy, UnaryOperator<String> change) {
    Change.OfText ofText = (text, _) -> change.apply(text);
    all.add(new Ingredient(name, policy, Base.ALL, ofText));
  }

  private static Place place(Document document, RandomGenerator random) {
    return Node.place(document.root(), document.twin(), random);
  }

  /** A member a second time, with the other image's value, before or behind the first. */
  private static Change.OfTree repeat(UnaryOperator<String> name) {
    return (document, random) -> {
      Place place = place(document, random);
      List<Member> members = place.here().members();
      int at = random.nextInt(members.size());
      Member member = members.get(at);
      Node twin = Objects.requireNonNullElse(place.there().get(member.name()), member.value());
      Member again = new Member(member.key(), twin).named(name.apply(member.name()));
      members.add(random.nextBoolean() ? at : members.size(), again);
    };
  }

  private static Change.OfTree rename(UnaryOperator<String> name) {
    return (document, random) -> {
      List<Member> members = place(document, random).here().members();
      int at = random.nextInt(members.size());
      members.set(at, members.get(at).named(name.apply(members.get(at).name())));
    };
  }

  private static Change.OfTree add(String name, String value) {
    return (document, random) -> {
      List<Member> members = place(document, random).here().members();
      members.add(
          random.nextInt(members.size() + 1), new Member('"' + name + '"', new Text(value)));
    };
  }

  private static Change.OfTree set(String name, UnaryOperator<String> value) {
    return (document, random) -> {
      for (int attempt = 0; attempt < 20; attempt++) {
        Members object = place(document, random).here();
        Node old = object.get(name);
        if (old != null) {
          object.put(name, new Text(value.apply(old.text())));
          return;
        }
      }
    };
  }

  private static Change.OfTree mediaType(String value) {
    return set("mediaType", _ -> '"' + value + '"');
  }

  private static Change.OfTree array(String item) {
    return (document, random) -> {
      for (int attempt = 0; attempt < 20; attempt++) {
        List<Member> members = place(document, random).here().members();
        if (members.get(random.nextInt(members.size())).value() instanceof Items array) {
          array.items().add(random.nextInt(array.items().size() + 1), new Text(item));
          return;
        }
      }
    };
  }

  private static String capital(String key) {
    return key.isEmpty() ? key : key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
  }

  /** Letters that fold to ASCII ones in Go: long s, Kelvin sign. */
  private static String folded(String key) {
    return key.replace('s', '\u017f').replace('k', '\u212a');
  }

  private static String escaped(String key) {
    return key.isEmpty()
        ? key
        : String.format(Locale.ROOT, "\\u%04x", (int) key.charAt(0)) + key.substring(1);
  }
}
