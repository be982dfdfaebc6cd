package dev.custody.differential;

import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Oddities of the other fields of a tar header: sizes, types, modes, times, checksums, maps. */
final class HeaderOddities {
  private final List<Ingredient> all = new ArrayList<>();

  private HeaderOddities() {}

  static List<Ingredient> all() {
    HeaderOddities oddities = new HeaderOddities();
    oddities.sizes();
    oddities.types();
    oddities.numbers();
    oddities.checksums();
    oddities.sparse();
    return oddities.all;
  }

  private void sizes() {
    change("size-base-256", Policy.READ, e -> e.size = Entry.base256(e.content.length));
    change("size-base-256-negative", Policy.READ, e -> e.size = Entry.base256(-1));
    change(
        "size-base-256-overflow", Policy.READ, e -> e.size = "\u0080\u00ff" + "\u00ff".repeat(10));
    change(
        "size-base-256-other-bit",
        Policy.MAY_REFUSE,
        e -> {
          String size = Entry.base256(e.content.length);
          e.size = "\u00c0" + size.substring(1);
        });
    change(
        "size-spaces",
        Policy.READ,
        e -> e.size = String.format(Locale.ROOT, "%11s ", Long.toOctalString(e.content.length)));
    change(
        "size-no-terminator",
        Policy.READ,
        e -> e.size = String.format(Locale.ROOT, "%012o", e.content.length));
    change("size-empty", Policy.READ, e -> e.size = "");
    change("size-short", Policy.READ, e -> e.size = Integer.toOctalString(e.content.length));
    change("size-rubbish", Policy.READ, e -> e.size = "0x12");
    change(
        "size-nul-then-more",
        Policy.MAY_REFUSE,
        e -> e.size = Integer.toOctalString(e.content.length) + "\0777");
    change(
        "size-space-then-more",
        Policy.MAY_REFUSE,
        e -> e.size = Integer.toOctalString(e.content.length) + " 7");
    change("size-decimal-9", Policy.READ, e -> e.size = "00000000009\0");
    change("size-minus", Policy.READ, e -> e.size = "-0000000001\0");
    change("size-plus", Policy.READ, e -> e.size = "+" + Integer.toOctalString(e.content.length));
    pax("pax-size", Policy.MAY_REFUSE, e -> "size=" + e.content.length, e -> {});
    pax(
        "pax-size-header-zero",
        Policy.READ,
        e -> "size=" + e.content.length,
        e -> e.size = Entry.octal(0));
    pax(
        "pax-size-padded",
        Policy.MAY_REFUSE,
        e -> String.format(Locale.ROOT, "size=%025d", e.content.length),
        e -> {});
    pax(
        "pax-size-padded-18",
        Policy.MAY_REFUSE,
        e -> String.format(Locale.ROOT, "size=%018d", e.content.length),
        e -> {});
    pax("pax-size-plus", Policy.MAY_REFUSE, e -> "size=+" + e.content.length, e -> {});
    pax("pax-size-space", Policy.READ, e -> "size= " + e.content.length, e -> {});
    pax("pax-size-negative", Policy.READ, _ -> "size=-1", e -> {});
    pax("pax-size-empty", Policy.MAY_REFUSE, _ -> "size=", e -> {});
    pax("pax-size-overflow", Policy.READ, _ -> "size=9223372036854775808", e -> {});
    pax("pax-size-smaller", Policy.MAY_REFUSE, e -> "size=" + e.content.length / 2, e -> {});
    pax(
        "pax-size-block-less",
        Policy.MAY_REFUSE,
        e -> "size=" + Math.max(0, e.content.length - 512),
        e -> {});
    pax("pax-size-other-digits", Policy.READ, e -> "size=\u00d9\u00a1" + e.content.length, e -> {});
  }

  private void types() {
    for (char type :
        new char[] {'\0', '7', 'S', 'V', 'M', 'D', 'N', 'A', 'Z', '8', 'x', 'g', 'L', 'K'}) {
      String shown =
          type == '\0' ? "nul" : type >= 'a' ? "small-" + type : Character.toString(type);
      change("type-" + shown, Policy.MAY_REFUSE, e -> e.type = type);
    }
    for (char type : new char[] {'1', '2', '3', '4', '5', '6'}) {
      change(
          "type-" + type + "-with-data",
          Policy.MAY_REFUSE,
          e -> {
            e.type = type;
            e.link = "junk";
          });
      change(
          "type-" + type + "-with-size",
          Policy.MAY_REFUSE,
          e -> {
            e.type = type;
            e.link = "junk";
            e.noData = true;
          });
    }
    for (char type : new char[] {'3', '4', '5', '6', 'V', '7'}) {
      add(
          "type-" + type + "-over",
          Policy.MAY_REFUSE,
          specimen -> {
            Entry target = specimen.target();
            specimen.insertAround(target, Entry.of(type, target.name));
          });
    }
  }

  private void numbers() {
    change("mode-empty", Policy.READ, e -> e.mode = "");
    change("mode-rubbish", Policy.READ, e -> e.mode = "rw-r--r-");
    change("mode-base-256", Policy.READ, e -> e.mode = "\u0080\0\0\0\0\0\u0001\u00a4");
    change("mode-with-regular-bits", Policy.READ, e -> e.mode = "0100644\0");
    change(
        "mode-with-link-bits",
        Policy.MAY_REFUSE,
        e -> {
          e.mode = "0120644\0";
          e.link = "junk";
        });
    change("mode-with-directory-bits", Policy.MAY_REFUSE, e -> e.mode = "0040644\0");
    change("mode-with-fifo-bits", Policy.MAY_REFUSE, e -> e.mode = "0010644\0");
    change("mode-0", Policy.READ, e -> e.mode = "0000000\0");
    change("mode-setuid", Policy.READ, e -> e.mode = "0006755\0");
    change("owner-rubbish", Policy.READ, e -> e.owner = "nobody\0");
    change("owner-base-256", Policy.READ, e -> e.owner = "\u0080\0\0\0\0 \0\0");
    change("owner-negative", Policy.READ, e -> e.owner = "\u00ff".repeat(7) + "\u00fe");
    change("time-rubbish", Policy.READ, e -> e.time = "yesterday");
    change("time-negative", Policy.READ, e -> e.time = Entry.base256(-1));
    change("time-far", Policy.READ, e -> e.time = "77777777777\0");
    change("time-overflow", Policy.READ, e -> e.time = "\u0080\u00ff" + "\u00ff".repeat(10));
    change(
        "device-rubbish", Policy.MAY_REFUSE, e -> e.patches.add(b -> Entry.put(b, 329, 8, "xyz")));
    change(
        "device-rubbish-v7",
        Policy.READ,
        e -> {
          e.magic = Entry.V7;
          e.patches.add(b -> Entry.put(b, 329, 8, "xyz"));
        });
    change(
        "user-name-high",
        Policy.READ,
        e -> e.patches.add(b -> Entry.put(b, 265, 4, "\u00e4\u00ff")));
    for (String record :
        List.of(
            "mtime=1.5",
            "mtime=-1",
            "atime=0",
            "ctime=1.123456789123",
            "uname=u",
            "comment=x",
            "SCHILY.dev=1",
            "LIBARCHIVE.creationtime=1",
            "hdrcharset=BINARY",
            "VENDOR.key=value")) {
      pax("pax-" + record.replace('=', '-'), Policy.READ, _ -> record, e -> {});
    }
    for (String record :
        List.of(
            "mtime=yesterday",
            "mtime=1.",
            "mtime=.5",
            "mtime=",
            "mtime=1e3",
            "atime=x",
            "uid=x",
            "gid=-1",
            "uid=",
            "uid=99999999999999999999",
            "uname=a\0b",
            "comment=a\0b",
            "SCHILY.xattr.user.a=b",
            "SCHILY.xattr.user.a=b\0c",
            "SCHILY.xattr.=b",
            "SCHILY.xattr.x=y",
            "SCHILY.xattr.system.posix_acl_access=x",
            "SCHILY.xattr.security.selinux=system_u:object_r:x:s0",
            "linkpath=junk",
            "linkpath=a\0b",
            "a\0b=c",
            "=x")) {
      pax(
          "pax-" + record.replace('=', '-').replace('\0', '0'),
          Policy.MAY_REFUSE,
          _ -> record,
          e -> {});
    }
    raw("pax-length-wrong", "99 path=x\n");
    raw("pax-length-zero", "0 path=x\n");
    raw("pax-no-newline", "10 path=xx");
    raw("pax-no-equals", "8 pathx\n");
    raw("pax-no-space", "7path=\n");
    raw("pax-length-plus", "+9 path=x\n");
    raw("pax-length-padded", "010 path=x\n");
    raw("pax-nul-behind", "12 comment=\n\0\0");
    raw("pax-empty", "");
    raw("pax-tab", "9\tpath=x\n");
  }

  private void checksums() {
    sum("sum-seven-digits", Policy.READ, "%07o\0");
    sum("sum-spaces", Policy.READ, "%6o\0 ");
    sum("sum-spaces-behind", Policy.READ, "%o  ");
    sum("sum-nul-first", Policy.MAY_REFUSE, "\0%06o\0");
    sum("sum-nothing-behind", Policy.READ, "%08o");
    change(
        "sum-wrong", Policy.READ, e -> e.afterChecksum.add(b -> Entry.put(b, 148, 8, "000001\0 ")));
    change(
        "sum-empty",
        Policy.READ,
        e -> e.afterChecksum.add(b -> Entry.put(b, 148, 8, "\0\0\0\0\0\0\0\0")));
    change(
        "sum-base-256",
        Policy.MAY_REFUSE,
        e ->
            e.afterChecksum.add(b -> {
              int sum = Entry.sum(b);
              Entry.put(b, 148, 8, "\u0080\0\0\0\0\0" + (char) (sum >> 8) + (char) (sum & 255));
            }));
    change(
        "sum-signed",
        Policy.MAY_REFUSE,
        e -> {
          e.patches.add(b -> Entry.put(b, 265, 2, "\u00e4\u00e4"));
          e.afterChecksum.add(b -> {
            int sum = Entry.sum(b);
            Entry.put(b, 148, 8, String.format(Locale.ROOT, "%06o\0 ", sum - 512));
          });
        });
  }

  private void sparse() {
    whole("sparse-1.0", "GNU.sparse.major=1", "GNU.sparse.minor=0");
    whole("sparse-2.0", "GNU.sparse.major=2", "GNU.sparse.minor=0");
    whole("sparse-0.1-map-in-data", "GNU.sparse.major=0", "GNU.sparse.minor=1");
    add(
        "sparse-0.1",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e ->
                    e.after(
                        Entry.pax(
                            "GNU.sparse.major=0",
                            "GNU.sparse.minor=1",
                            "GNU.sparse.size=" + e.content.length,
                            "GNU.sparse.numblocks=1",
                            "GNU.sparse.map=0," + e.content.length))));
    add(
        "sparse-no-version",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e ->
                    e.after(
                        Entry.pax(
                            "GNU.sparse.size=" + (e.content.length + 7),
                            "GNU.sparse.numblocks=1",
                            "GNU.sparse.map=7," + e.content.length))));
    add(
        "sparse-0.0",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e ->
                    e.after(
                        Entry.pax(
                            "GNU.sparse.size=" + (e.content.length + 3),
                            "GNU.sparse.numblocks=1",
                            "GNU.sparse.offset=3",
                            "GNU.sparse.numbytes=" + e.content.length))));
    add(
        "sparse-bad-order",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e -> e.after(Entry.pax("GNU.sparse.numbytes=3", "GNU.sparse.offset=3"))));
    add(
        "sparse-longer",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e ->
                    e.after(
                        Entry.pax(
                            "GNU.sparse.major=0",
                            "GNU.sparse.minor=1",
                            "GNU.sparse.size=" + (e.content.length + 512),
                            "GNU.sparse.numblocks=1",
                            "GNU.sparse.map=0," + e.content.length))));
    add(
        "sparse-only-size",
        Policy.MAY_REFUSE,
        specimen ->
            specimen
                .target()
                .with(e -> e.after(Entry.pax("GNU.sparse.size=3", "GNU.sparse.realsize=3"))));
    change("sparse-old", Policy.MAY_REFUSE, e -> old(e, e.content.length, 0, e.content.length));
    change(
        "sparse-old-hole",
        Policy.MAY_REFUSE,
        e -> old(e, e.content.length + 512, 512, e.content.length));
    change("sparse-old-bad", Policy.MAY_REFUSE, e -> old(e, e.content.length, 5, e.content.length));
    change(
        "sparse-old-no-map",
        Policy.MAY_REFUSE,
        e -> {
          e.type = 'S';
          e.magic = Entry.GNU;
        });
    change(
        "sparse-old-extended",
        Policy.MAY_REFUSE,
        e -> {
          old(e, e.content.length, 0, e.content.length);
          e.patches.add(b -> b[482] = 1);
        });
    // More than a megabyte of them: an archive could have 50 GB, and keep who reads it busy.
    change(
        "sparse-old-extended-for-long",
        Policy.MAY_REFUSE,
        e -> {
          old(e, e.content.length, 0, e.content.length);
          e.patches.add(b -> b[482] = 1);
          byte[] extended = new byte[2100 * 512 + e.content.length];
          for (int block = 0; block < 2099; block++) {
            extended[block * 512 + 504] = 1;
          }
          System.arraycopy(e.content, 0, extended, 2100 * 512, e.content.length);
          e.content = extended;
        });
    change(
        "sparse-old-in-ustar",
        Policy.MAY_REFUSE,
        e -> {
          old(e, e.content.length, 0, e.content.length);
          e.magic = Entry.USTAR;
        });
  }

  private void whole(String name, String... records) {
    add(
        name,
        Policy.MAY_REFUSE,
        specimen -> {
          Entry target = specimen.target();
          specimen.entries.set(
              specimen.entries.indexOf(target),
              TarOddities.sparse(target.name, target.content, records));
        });
  }

  /** GNU's old sparse header: the map and the real size stand where ustar has its prefix. */
  private static void old(Entry entry, long real, long offset, long length) {
    entry.type = 'S';
    entry.magic = Entry.GNU;
    entry.patches.add(block -> {
      Entry.put(block, 386, 12, Entry.octal(offset));
      Entry.put(block, 398, 12, Entry.octal(length));
      Entry.put(block, 483, 12, Entry.octal(real));
    });
  }

  private void sum(String name, Policy policy, String format) {
    change(
        name,
        policy,
        e ->
            e.afterChecksum.add(block -> {
              int sum = Entry.sum(block);
              Entry.put(block, 148, 8, "\0".repeat(8));
              Entry.put(block, 148, 8, String.format(Locale.ROOT, format, sum));
            }));
  }

  private void raw(String name, String records) {
    change(
        name,
        Policy.MAY_REFUSE,
        e -> {
          Entry header = Entry.pax();
          header.content = Entry.latin(records);
          header.size = Entry.octal(header.content.length);
          e.after(header);
        });
  }

  private void pax(
      String name,
      Policy policy,
      java.util.function.Function<Entry, String> record,
      Consumer<Entry> change) {
    change(
        name,
        policy,
        e -> {
          e.after(Entry.pax(record.apply(e)));
          change.accept(e);
        });
  }

  /** To an entry that matters, or to a bystander whose fault may stop the extraction. */
  private void change(String name, Policy policy, Consumer<Entry> change) {
    add(name, policy, specimen -> specimen.target().with(change));
    add(
        "bystander-" + name,
        policy,
        specimen -> {
          byte[] content = Images.utf8("a file that is no part of the image\n".repeat(20));
          specimen.insertAnywhere(Entry.file("README", content).with(change));
        });
  }

  private void add(String name, Policy policy, Ingredient.Change.OfEntries change) {
    all.add(new Ingredient(name, policy, Base.TARS, change));
  }
}
