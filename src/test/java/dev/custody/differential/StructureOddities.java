package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Oddities between entries: links, directories, bystanders, dangling headers, order. */
final class StructureOddities {
  private final List<Ingredient> all = new ArrayList<>();

  private StructureOddities() {}

  static List<Ingredient> all() {
    StructureOddities oddities = new StructureOddities();
    oddities.links();
    oddities.directories();
    oddities.bystanders();
    oddities.headers();
    return oddities.all;
  }

  private void links() {
    moved("symlink", Policy.READ, '2', "elsewhere", "elsewhere");
    moved("symlink-dot", Policy.READ, '2', "./elsewhere", "elsewhere");
    moved("symlink-rooted", Policy.MAY_REFUSE, '2', "/elsewhere", "elsewhere");
    moved("symlink-etc", Policy.MAY_REFUSE, '2', "/etc/hostname", "elsewhere");
    moved("symlink-out", Policy.MAY_REFUSE, '2', "../../../../../elsewhere", "elsewhere");
    moved("symlink-out-and-in", Policy.MAY_REFUSE, '2', "a/../../../../../elsewhere", "elsewhere");
    moved("symlink-missing", Policy.MAY_REFUSE, '2', "missing", "elsewhere");
    moved("symlink-empty", Policy.MAY_REFUSE, '2', "", "elsewhere");
    moved("hard-link", Policy.READ, '1', "elsewhere", "elsewhere");
    moved("hard-link-dot", Policy.READ, '1', "./elsewhere", "elsewhere");
    moved("hard-link-rooted", Policy.MAY_REFUSE, '1', "/elsewhere", "elsewhere");
    moved("hard-link-up", Policy.MAY_REFUSE, '1', "a/../elsewhere", "elsewhere");
    moved("hard-link-missing", Policy.MAY_REFUSE, '1', "missing", "elsewhere");
    add(
        "symlink-chain",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          String up = up(target.name);
          specimen.insertAnywhere(Entry.link('2', "second", "third"));
          specimen.insertAnywhere(Entry.file("third", target.content));
          replace(specimen, target, Entry.link('2', target.name, up + "second"));
        });
    add(
        "symlink-loop",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          replace(specimen, target, Entry.link('2', target.name, target.name));
        });
    add(
        "hard-link-to-symlink",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          specimen.entries.set(at, Entry.link('1', target.name, "d/link"));
          specimen.entries.add(at, Entry.link('2', "d/link", "../elsewhere"));
          specimen.entries.add(at, Entry.file("elsewhere", target.content));
        });
    add(
        "hard-link-then-other",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          specimen.entries.set(at, Entry.link('1', target.name, "p"));
          specimen.entries.add(at, Entry.file("p", target.content));
          specimen.entries.add(at + 2, Entry.file("p", specimen.twin(target)));
        });
    add(
        "hard-link-before-other",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          specimen.entries.set(at, Entry.file("p", target.content));
          specimen.entries.add(at, Entry.link('1', target.name, "p"));
          specimen.entries.add(at, Entry.file("p", specimen.twin(target)));
        });
    add(
        "hard-link-to-itself",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAround(target, Entry.link('1', target.name, target.name));
        });
    add(
        "symlink-over",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAnywhere(Entry.file("elsewhere", specimen.twin(target)));
          specimen.insertAround(
              target, Entry.link('2', target.name, up(target.name) + "elsewhere"));
        });
    add(
        "hard-link-over",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          specimen.entries.add(at, Entry.file("elsewhere", specimen.twin(target)));
          specimen.insertAround(target, Entry.link('1', target.name, "elsewhere"));
        });
    add(
        "file-through-symlink",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          boolean before = specimen.random.nextBoolean();
          specimen.entries.add(
              before ? at : at + 1, Entry.file("way/" + target.name, specimen.twin(target)));
          specimen.entries.add(at, Entry.link('2', "way", "."));
        });
    add(
        "bystander-through-symlink",
        Policy.MAY_REFUSE,
        specimen -> {
          specimen.entries.add(0, Entry.file("way/README", Images.utf8("x")));
          specimen.entries.add(0, Entry.link('2', "way", "."));
        });
    add(
        "blobs-symlink",
        Policy.MAY_REFUSE,
        Base.LAYOUT_TARS,
        specimen -> {
          for (Entry entry : specimen.entries) {
            if (entry.name.startsWith("blobs/sha256/")) {
              entry.name = "cache/" + entry.name.substring(13);
            }
          }
          specimen.insertAnywhere(Entry.link('2', "blobs/sha256", "../cache"));
        });
    add(
        "blobs-symlink-first",
        Policy.READ,
        Base.LAYOUT_TARS,
        specimen -> {
          for (Entry entry : specimen.entries) {
            if (entry.name.startsWith("blobs/sha256/")) {
              entry.name = "cache/" + entry.name.substring(13);
            }
          }
          specimen.entries.add(0, Entry.link('2', "blobs/sha256", "../cache"));
        });
    add(
        "blobs-written-through-symlink",
        Policy.MAY_REFUSE,
        Base.LAYOUT_TARS,
        specimen -> specimen.entries.add(0, Entry.link('2', "blobs/sha256", "../cache")));
  }

  private void directories() {
    add(
        "directories",
        Policy.READ,
        specimen -> {
          specimen.entries.add(0, Entry.directory("./"));
          specimen.entries.add(1, Entry.directory("blobs/"));
          specimen.entries.add(2, Entry.directory("blobs/sha256"));
        });
    add(
        "directories-behind",
        Policy.READ,
        specimen -> {
          specimen.entries.add(Entry.directory("blobs/sha256/"));
          specimen.entries.add(Entry.directory("./"));
        });
    add(
        "directory-over-file",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAround(target, Entry.directory(target.name + "/"));
        });
    add(
        "file-below-file",
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.insertAround(target, Entry.file(target.name + "/x", Images.utf8("x")));
        });
    add(
        "file-over-blobs",
        Policy.MAY_REFUSE,
        Base.LAYOUT_TARS,
        specimen -> specimen.insertAnywhere(Entry.file("blobs", Images.utf8("x"))));
    add(
        "symlink-over-blobs",
        Policy.MAY_REFUSE,
        Base.LAYOUT_TARS,
        specimen -> specimen.insertAnywhere(Entry.link('2', "blobs", "other")));
    add(
        "fifo-over-blobs",
        Policy.MAY_REFUSE,
        Base.LAYOUT_TARS,
        specimen -> specimen.insertAnywhere(Entry.of('6', "blobs/sha256")));
    add(
        "directory-closed",
        Policy.READ,
        specimen ->
            specimen.insertAnywhere(Entry.directory("blobs").with(e -> e.mode = "0000000\0")));
    add(
        "directory-with-size",
        Policy.MAY_REFUSE,
        specimen ->
            specimen.insertAnywhere(Entry.directory("d/").with(e -> e.size = Entry.octal(512))));
    add(
        "root-as-file",
        Policy.MAY_REFUSE,
        specimen -> specimen.insertAnywhere(Entry.file(".", Images.utf8("x"))));
    add(
        "root-as-symlink",
        Policy.MAY_REFUSE,
        specimen -> specimen.insertAnywhere(Entry.link('2', ".", "x")));
    add(
        "no-name",
        Policy.MAY_REFUSE,
        specimen -> specimen.insertAnywhere(Entry.file("", Images.utf8("x"))));
    add(
        "parent-directory",
        Policy.MAY_REFUSE,
        specimen -> specimen.insertAnywhere(Entry.directory("..")));
    add(
        "parent-by-name",
        Policy.MAY_REFUSE,
        specimen -> specimen.insertAnywhere(Entry.directory("a/../..")));
    add(
        "without-oci-layout",
        Policy.READ,
        Base.LAYOUT_TARS,
        specimen -> specimen.entries.removeIf(entry -> entry.name.equals("oci-layout")));
    add(
        "in-sub-directory",
        Policy.MAY_REFUSE,
        specimen -> specimen.entries.forEach(entry -> entry.name = "image/" + entry.name));
    add(
        "all-with-dot",
        Policy.READ,
        specimen -> specimen.entries.forEach(entry -> entry.name = "./" + entry.name));
    add(
        "all-rooted",
        Policy.READ,
        specimen -> specimen.entries.forEach(entry -> entry.name = "/" + entry.name));
    add("reversed", Policy.READ, specimen -> Collections.reverse(specimen.entries));
    add("one-missing", Policy.READ, specimen -> specimen.entries.remove(specimen.target()));
  }

  private void bystanders() {
    bystander("volume-label", Policy.MAY_REFUSE, Entry.of('V', "backup"));
    bystander("multi-volume", Policy.MAY_REFUSE, Entry.of('M', "part"));
    bystander("dump-directory", Policy.MAY_REFUSE, Entry.of('D', "dump"));
    bystander("contiguous", Policy.MAY_REFUSE, Entry.of('7', "contiguous"));
    bystander("solaris-acl", Policy.MAY_REFUSE, Entry.of('A', "acl"));
    bystander("fifo", Policy.MAY_REFUSE, Entry.of('6', "fifo"));
    bystander(
        "character-device",
        Policy.MAY_REFUSE,
        Entry.of('3', "null")
            .with(e ->
                e.patches.add(b -> {
                  Entry.put(b, 329, 8, "0000001\0");
                  Entry.put(b, 337, 8, "0000003\0");
                })));
    bystander("block-device", Policy.MAY_REFUSE, Entry.of('4', "disk"));
    bystander("global", Policy.READ, Entry.pax('g', "comment=x"));
    bystander("global-empty", Policy.READ, Entry.pax('g'));
    bystander("global-size", Policy.MAY_REFUSE, Entry.pax('g', "size=1"));
    bystander("global-bad", Policy.MAY_REFUSE, Entry.pax('g', "mtime=x"));
    bystander("apple-double", Policy.READ, Entry.file("._index.json", Images.utf8("x")));
    bystander("pax-as-file", Policy.READ, Entry.file("PaxHeaders.1/index.json", Images.utf8("x")));
    bystander("long-link-as-file", Policy.READ, Entry.file("././@LongLink", Images.utf8("x")));
    bystander(
        "long-component",
        Policy.MAY_REFUSE,
        Entry.file("x", new byte[0]).after(Entry.pax("path=" + "n".repeat(256))));
    bystander(
        "long-component-255",
        Policy.READ,
        Entry.file("x", new byte[0]).after(Entry.pax("path=" + "n".repeat(255))));
    bystander(
        "long-path",
        Policy.MAY_REFUSE,
        Entry.file("x", new byte[0]).after(Entry.pax("path=" + "dir/".repeat(1100) + "f")));
    bystander("not-utf-8", Policy.READ, Entry.file("\u00ff\u00fe", Images.utf8("x")));
    bystander("line-break", Policy.READ, Entry.file("a\nb\u001b[31m", Images.utf8("x")));
    bystander("outside", Policy.MAY_REFUSE, Entry.file("../outside", Images.utf8("x")));
    bystander("outside-deep", Policy.MAY_REFUSE, Entry.file("a/../../outside", Images.utf8("x")));
    bystander("symlink-outside", Policy.MAY_REFUSE, Entry.link('2', "link", "../../outside"));
    bystander("symlink-rooted", Policy.READ, Entry.link('2', "link", "/etc/hostname"));
    bystander("symlink-dangling", Policy.READ, Entry.link('2', "link", "nowhere"));
    bystander("symlink-empty", Policy.MAY_REFUSE, Entry.link('2', "link", ""));
    bystander(
        "symlink-long",
        Policy.MAY_REFUSE,
        Entry.link('2', "link", "").after(Entry.pax("linkpath=" + "l/".repeat(2100))));
    bystander("hard-link-dangling", Policy.MAY_REFUSE, Entry.link('1', "link", "nowhere"));
    bystander(
        "hard-link-outside",
        Policy.MAY_REFUSE,
        Entry.link('1', "link", "../../../../etc/hostname"));
    bystander("hard-link-directory", Policy.MAY_REFUSE, Entry.link('1', "link", "blobs"));
    bystander("hard-link-empty", Policy.MAY_REFUSE, Entry.link('1', "link", ""));
    bystander("whiteout", Policy.READ, Entry.file(".wh.index.json", new byte[0]));
    bystander("whiteout-opaque", Policy.READ, Entry.file("blobs/.wh..wh..opq", new byte[0]));
    bystander("empty-file", Policy.READ, Entry.file("empty", new byte[0]));
  }

  private void headers() {
    add("pax-at-end", Policy.MAY_REFUSE, s -> s.entries.add(Entry.pax("path=x")));
    add("pax-at-end-empty", Policy.MAY_REFUSE, s -> s.entries.add(Entry.pax()));
    add("gnu-long-at-end", Policy.MAY_REFUSE, s -> s.entries.add(Entry.gnuLong('L', "x")));
    add("gnu-link-at-end", Policy.MAY_REFUSE, s -> s.entries.add(Entry.gnuLong('K', "x")));
    add("global-at-end", Policy.READ, s -> s.entries.add(Entry.pax('g', "comment=x")));
    add(
        "pax-large",
        Policy.MAY_REFUSE,
        s -> s.target().after(Entry.pax("comment=" + "x".repeat(1 << 20))));
    add(
        "pax-almost-large",
        Policy.READ,
        s -> s.target().after(Entry.pax("comment=" + "x".repeat((1 << 20) - 100))));
    add(
        "gnu-long-large",
        Policy.MAY_REFUSE,
        s ->
            s.insertAnywhere(
                Entry.file("x", new byte[0]).after(Entry.gnuLong('L', "x/".repeat(1 << 20)))));
    add("zero-block", Policy.MAY_REFUSE, s -> s.insertAnywhere(zeros(1)));
    add("zero-blocks", Policy.MAY_REFUSE, s -> s.insertAnywhere(zeros(2)));
    add(
        "zero-blocks-behind-index",
        Policy.MAY_REFUSE,
        s -> {
          Entry target = s.target();
          s.entries.add(s.entries.indexOf(target) + 1, Entry.file(target.name, s.twin(target)));
          s.entries.add(s.entries.indexOf(target) + 1, zeros(2));
        });
    add(
        "rubbish-block",
        Policy.MAY_REFUSE,
        s -> s.insertAnywhere(block(new byte[] {'r', 'u', 'b'})));
    add(
        "spaces-block",
        Policy.MAY_REFUSE,
        s ->
            s.insertAnywhere(
                block(" ".repeat(512).getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
  }

  /** Blocks of zeros in the place of an entry. */
  private static Entry zeros(int blocks) {
    return block(new byte[512 * blocks]);
  }

  /** Blocks in the place of an entry. */
  private static Entry block(byte[] start) {
    Entry entry = Entry.file("", new byte[Math.max(0, start.length - 512)]);
    byte[] header = Arrays.copyOf(start, 512);
    entry.afterChecksum.add(block -> System.arraycopy(header, 0, block, 0, 512));
    return entry;
  }

  /** The file under another name, and a link in its place. */
  private void moved(String name, Policy policy, char type, String link, String to) {
    add(
        name,
        policy,
        specimen -> {
          Entry target = specimen.target();
          int at = specimen.entries.indexOf(target);
          boolean own = type == '2' && !link.startsWith("/") && !link.isEmpty();
          specimen.entries.set(
              at, Entry.link(type, target.name, own ? up(target.name) + link : link));
          Entry elsewhere = Entry.file(to, target.content);
          if (type == '1' || specimen.random.nextBoolean()) {
            specimen.entries.add(at, elsewhere);
          } else {
            specimen.entries.add(elsewhere);
          }
        });
  }

  private static void replace(Specimen specimen, Entry old, Entry by) {
    specimen.entries.set(specimen.entries.indexOf(old), by);
  }

  /** From the directory of this name to the root. */
  private static String up(String name) {
    return "../".repeat((int) name.chars().filter(c -> c == '/').count());
  }

  private void bystander(String name, Policy policy, Entry entry) {
    add("bystander-" + name, policy, specimen -> specimen.insertAnywhere(entry));
  }

  private void add(String name, Policy policy, Change.OfEntries change) {
    add(name, policy, Base.TARS, change);
  }

  private void add(String name, Policy policy, Set<Base> bases, Change.OfEntries change) {
    all.add(new Ingredient(name, policy, bases, change));
  }
}
