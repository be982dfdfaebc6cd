package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Oddities of a tar entry's name: each is a way to write a name that some readers see and others do
 * not, used for the only entry of that name, for a second one of the same content, and for a second
 * one of other content.
 */
final class TarOddities {
  private final List<Ingredient> all = new ArrayList<>();

  private TarOddities() {}

  static List<Ingredient> all() {
    TarOddities oddities = new TarOddities();
    oddities.spellings();
    oddities.extendedHeaders();
    oddities.oldFormats();
    return oddities.all;
  }

  private void spellings() {
    name("plain", Policy.READ, Entry::file);
    name("dot", Policy.READ, (name, content) -> Entry.file("./" + name, content));
    name("dots", Policy.READ, (name, content) -> Entry.file("././/" + name, content));
    name("rooted", Policy.READ, (name, content) -> Entry.file("/" + name, content));
    name("slash-behind", Policy.MAY_REFUSE, (name, content) -> Entry.file(name + "/", content));
    name("dot-behind", Policy.MAY_REFUSE, (name, content) -> Entry.file(name + "/.", content));
    name("up", Policy.MAY_REFUSE, (name, content) -> Entry.file("a/../" + name, content));
    name("root-up", Policy.MAY_REFUSE, (name, content) -> Entry.file("/../" + name, content));
    name("up-out", Policy.MAY_REFUSE, (name, content) -> Entry.file("../" + name, content));
    name("space-behind", Policy.READ, (name, content) -> Entry.file(name + " ", content));
    name(
        "upper",
        Policy.READ,
        (name, content) -> Entry.file(name.toUpperCase(java.util.Locale.ROOT), content));
    name(
        "nul-and-more", Policy.MAY_REFUSE, (name, content) -> Entry.file(name + "\0more", content));
    name("backslash", Policy.READ, (name, content) -> Entry.file(".\\" + name, content));
    name("apple-double", Policy.READ, (name, content) -> Entry.file("._" + name, content));
    name("whiteout", Policy.READ, (name, content) -> Entry.file(".wh." + name, content));
  }

  private void extendedHeaders() {
    name(
        "pax-path",
        Policy.READ,
        (name, content) -> Entry.file("junk", content).after(Entry.pax("path=" + name)));
    name(
        "pax-path-and-name",
        Policy.READ,
        (name, content) -> Entry.file(name, content).after(Entry.pax("path=" + name)));
    name(
        "pax-path-hides",
        Policy.READ,
        (name, content) -> Entry.file(name, content).after(Entry.pax("path=junk")));
    name(
        "pax-path-empty",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).after(Entry.pax("path=")));
    name(
        "pax-path-nul",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("junk", content).after(Entry.pax("path=" + name + "\0x")));
    name(
        "pax-path-twice",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("x", content).after(Entry.pax("path=" + name, "path=junk")));
    name(
        "pax-path-last",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("x", content).after(Entry.pax("path=junk", "path=" + name)));
    name(
        "pax-twice",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.pax("path=" + name), Entry.pax("path=junk")));
    name(
        "pax-last",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.pax("path=junk"), Entry.pax("path=" + name)));
    name(
        "pax-then-times",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.pax("path=" + name), Entry.pax("mtime=1.5")));
    name(
        "pax-upper-x",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("x", content).after(Entry.pax('X', "path=" + name)));
    name(
        "gnu-long",
        Policy.READ,
        (name, content) -> Entry.file("x", content).after(Entry.gnuLong('L', name)));
    name(
        "gnu-long-hides",
        Policy.READ,
        (name, content) -> Entry.file(name, content).after(Entry.gnuLong('L', "junk")));
    name(
        "gnu-long-nul",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("x", content).after(Entry.gnuLong('L', name + "\0junk")));
    name(
        "gnu-long-empty",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).after(Entry.gnuLong('L', "")));
    name(
        "gnu-long-twice",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.gnuLong('L', name), Entry.gnuLong('L', "junk")));
    name(
        "gnu-link-name",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).after(Entry.gnuLong('K', "junk")));
    name(
        "gnu-over-pax",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.pax("path=junk"), Entry.gnuLong('L', name)));
    name(
        "pax-over-gnu",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.gnuLong('L', "junk"), Entry.pax("path=" + name)));
    name(
        "gnu-before-pax",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.gnuLong('L', name), Entry.pax("path=junk")));
    name(
        "global-path",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file("x", content).after(Entry.pax('g', "path=" + name)));
    name(
        "global-between",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.pax("path=" + name), Entry.pax('g', "comment=c")));
    name(
        "global-between-hides",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content).after(Entry.pax("path=junk"), Entry.pax('g', "comment=c")));
    name(
        "global-between-gnu",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content).after(Entry.gnuLong('L', name), Entry.pax('g', "comment=c")));
    name(
        "sparse-name",
        Policy.MAY_REFUSE,
        (name, content) ->
            sparse(
                "x",
                content,
                "GNU.sparse.major=1",
                "GNU.sparse.minor=0",
                "GNU.sparse.name=" + name));
    name(
        "sparse-name-hides",
        Policy.MAY_REFUSE,
        (name, content) ->
            sparse(
                name, content, "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=junk"));
    name(
        "sparse-name-no-version",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file("x", content)
                .after(
                    Entry.pax("GNU.sparse.name=" + name, "GNU.sparse.realsize=" + content.length)));
    name(
        "sparse-name-over-path",
        Policy.MAY_REFUSE,
        (name, content) ->
            sparse(
                "x",
                content,
                "path=junk",
                "GNU.sparse.major=1",
                "GNU.sparse.minor=0",
                "GNU.sparse.name=" + name));
  }

  private void oldFormats() {
    name(
        "v7",
        Policy.READ,
        (name, content) -> Entry.file(name, content).with(e -> e.magic = Entry.V7));
    name(
        "v7-zero-type",
        Policy.READ,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> {
                  e.magic = Entry.V7;
                  e.type = '\0';
                }));
    name(
        "v7-zero-type-slash",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name + "/", content)
                .with(e -> {
                  e.magic = Entry.V7;
                  e.type = '\0';
                }));
    name(
        "gnu-magic",
        Policy.READ,
        (name, content) -> Entry.file(name, content).with(e -> e.magic = Entry.GNU));
    name(
        "ustar-odd-version",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).with(e -> e.magic = "ustar\0xx"));
    name(
        "half-gnu-magic",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).with(e -> e.magic = "ustar 00"));
    name(
        "unknown-magic",
        Policy.MAY_REFUSE,
        (name, content) -> Entry.file(name, content).with(e -> e.magic = "USTAR\00000"));
    name("prefix", Policy.READ, (name, content) -> prefixed(name, content, Entry.USTAR));
    name("prefix-gnu", Policy.MAY_REFUSE, (name, content) -> prefixed(name, content, Entry.GNU));
    name("prefix-v7", Policy.MAY_REFUSE, (name, content) -> prefixed(name, content, Entry.V7));
    name(
        "prefix-half-gnu",
        Policy.MAY_REFUSE,
        (name, content) -> prefixed(name, content, "ustar 00"));
    name(
        "prefix-unknown",
        Policy.MAY_REFUSE,
        (name, content) -> prefixed(name, content, "ustar\0xx"));
    name(
        "prefix-hides-gnu",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> {
                  e.magic = Entry.GNU;
                  e.prefix = "a";
                }));
    name(
        "prefix-octal-gnu",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> {
                  e.magic = Entry.GNU;
                  e.prefix = "00000000001\00000000001";
                }));
    name(
        "prefix-hides-v7",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> {
                  e.magic = Entry.V7;
                  e.prefix = "a";
                }));
    name(
        "star",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> e.patches.add(block -> Entry.put(block, 508, 4, "tar\0"))));
    name(
        "star-prefix",
        Policy.MAY_REFUSE,
        (name, content) ->
            prefixed(name, content, Entry.USTAR)
                .with(e -> e.patches.add(block -> Entry.put(block, 508, 4, "tar\0"))));
    name(
        "name-full",
        Policy.READ,
        (name, content) -> Entry.file("./".repeat((100 - name.length()) / 2) + name, content));
    name(
        "high-bytes-signed-sum",
        Policy.MAY_REFUSE,
        (name, content) ->
            Entry.file(name, content)
                .with(e -> e.patches.add(block -> Entry.put(block, 265, 4, "\u00e4\u00f6"))));
  }

  /** The name's directory in the prefix field, or the directory ".". */
  private static Entry prefixed(String name, byte[] content, String magic) {
    int slash = name.lastIndexOf('/');
    return Entry.file(name.substring(slash + 1), content)
        .with(e -> {
          e.prefix = slash < 0 ? "." : name.substring(0, slash);
          e.magic = magic;
        });
  }

  /** GNU's sparse format 1.0: the map stands before the data, in blocks of its own. */
  static Entry sparse(String name, byte[] content, String... records) {
    byte[] map = Entry.latin("1\n0\n" + content.length + "\n");
    byte[] stored = new byte[512 + content.length];
    System.arraycopy(map, 0, stored, 0, map.length);
    System.arraycopy(content, 0, stored, 512, content.length);
    List<String> all = new ArrayList<>(List.of(records));
    all.add("GNU.sparse.realsize=" + content.length);
    return Entry.file(name, stored).after(Entry.pax(all.toArray(String[]::new)));
  }

  private void name(String name, Policy policy, BiFunction<String, byte[], Entry> writer) {
    add(
        "only-" + name,
        policy,
        specimen -> {
          Entry target = specimen.target();
          specimen.entries.set(
              specimen.entries.indexOf(target), writer.apply(target.name, target.content));
        });
    add(
        "again-" + name,
        policy,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAround(target, writer.apply(target.name, target.content));
        });
    add(
        "other-" + name,
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAround(target, writer.apply(target.name, specimen.twin(target)));
        });
  }

  private void add(String name, Policy policy, Change.OfEntries change) {
    all.add(new Ingredient("name-" + name, policy, Base.TARS, change));
  }
}
