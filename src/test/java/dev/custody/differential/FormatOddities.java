package dev.custody.differential;

import com.github.luben.zstd.Zstd;
import dev.custody.differential.Ingredient.Base;
import dev.custody.differential.Ingredient.Change;
import dev.custody.differential.Ingredient.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** Oddities of the file as a whole: its end, what is appended, how it is compressed. */
final class FormatOddities {
  private static final byte[] SKIPPABLE = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 'j', 'u', 'n', 'k'};

  private final List<Ingredient> all = new ArrayList<>();

  private FormatOddities() {}

  static List<Ingredient> all() {
    FormatOddities oddities = new FormatOddities();
    oddities.ends();
    oddities.damage();
    oddities.compression();
    oddities.firstBytes();
    return oddities.all;
  }

  private void ends() {
    bytes("no-end-marker", Policy.READ, file -> cut(file, 1024));
    bytes("half-end-marker", Policy.READ, file -> cut(file, 512));
    bytes("end-marker-cut", Policy.MAY_REFUSE, file -> cut(file, 200));
    bytes("end-marker-cut-early", Policy.MAY_REFUSE, file -> cut(file, 700));
    bytes("zeros-behind", Policy.READ, file -> join(file, new byte[9000]));
    bytes("zeros-behind-odd", Policy.READ, file -> join(file, new byte[77]));
    bytes("rubbish-behind-end", Policy.READ, file -> join(file, Images.utf8("rubbish")));
    bytes("tar-behind-end", Policy.MAY_REFUSE, file -> join(file, file));
    bytes(
        "end-marker-one-block-then-rubbish",
        Policy.MAY_REFUSE,
        file -> join(cut(file, 512), Images.utf8("rubbish".repeat(100))));
    bytes(
        "no-end-marker-then-rubbish",
        Policy.MAY_REFUSE,
        file -> join(cut(file, 1024), Images.utf8("rubbish")));
    bytes(
        "no-end-marker-then-block-of-rubbish",
        Policy.MAY_REFUSE,
        file -> join(cut(file, 1024), Arrays.copyOf(Images.utf8("rubbish"), 512)));
  }

  private void damage() {
    random("cut-anywhere", (file, random) -> Arrays.copyOf(file, random.nextInt(file.length)));
    random(
        "cut-at-block",
        (file, random) -> Arrays.copyOf(file, 512 * random.nextInt(file.length / 512)));
    random(
        "byte-flipped",
        (file, random) -> {
          byte[] changed = file.clone();
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
          return changed;
        });
    random(
        "block-lost",
        (file, random) -> {
          int at = 512 * random.nextInt(file.length / 512);
          return join(Arrays.copyOf(file, at), Arrays.copyOfRange(file, at + 512, file.length));
        });
    random(
        "block-doubled",
        (file, random) -> {
          int at = 512 * random.nextInt(file.length / 512);
          return join(Arrays.copyOf(file, at + 512), Arrays.copyOfRange(file, at, file.length));
        });
    random(
        "blocks-swapped",
        (file, random) -> {
          byte[] changed = file.clone();
          int a = 512 * random.nextInt(file.length / 512);
          int b = 512 * random.nextInt(file.length / 512);
          System.arraycopy(file, a, changed, b, 512);
          System.arraycopy(file, b, changed, a, 512);
          return changed;
        });
  }

  private void compression() {
    // skopeo 1.9.3 loses bytes of a docker-archive that is packed as a whole; newer ones do not.
    packed("gzip", Policy.READ, Images::gzip);
    packed("gzip-twice", Policy.MAY_REFUSE, file -> Images.gzip(Images.gzip(file)));
    packed(
        "gzip-members",
        Policy.READ,
        file ->
            join(
                Images.gzip(Arrays.copyOf(file, 700)),
                Images.gzip(Arrays.copyOfRange(file, 700, file.length))));
    packed(
        "gzip-empty-member-first",
        Policy.READ,
        file -> join(Images.gzip(new byte[0]), Images.gzip(file)));
    packed(
        "gzip-rubbish-behind",
        Policy.MAY_REFUSE,
        file -> join(Images.gzip(file), Images.utf8("rubbish behind the last member")));
    packed("gzip-zeros-behind", Policy.MAY_REFUSE, file -> join(Images.gzip(file), new byte[512]));
    packed("gzip-tar-behind", Policy.MAY_REFUSE, file -> join(Images.gzip(cut(file, 1024)), file));
    packed("gzip-cut", Policy.MAY_REFUSE, file -> cut(Images.gzip(file), 5));
    packed("gzip-bad-sum", Policy.MAY_REFUSE, file -> flip(Images.gzip(file), 6));
    packed("gzip-bad-length", Policy.MAY_REFUSE, file -> flip(Images.gzip(file), 2));
    header("reserved-flag", Policy.READ, 0xe0, new byte[0]);
    header("extra", Policy.READ, 4, new byte[] {4, 0, 'A', 'B', 'C', 'D'});
    header("name", Policy.READ, 8, new byte[] {'n', (byte) 0xff, 0});
    header("name-511", Policy.READ, 8, text(511));
    header("name-long", Policy.MAY_REFUSE, 8, text(600));
    header("comment-long", Policy.MAY_REFUSE, 16, text(512));
    header("checksum", Policy.READ, 2, sum(2));
    header("checksum-wrong", Policy.MAY_REFUSE, 2, new byte[2]);
    header("checksum-of-ten", Policy.MAY_REFUSE, 2 | 8, join(text(1), sum(2 | 8)));
    header("checksum-of-all", Policy.MAY_REFUSE, 2 | 8, join(text(1), sum(2 | 8, text(1))));
    packed(
        "gzip-method-7",
        Policy.MAY_REFUSE,
        file -> {
          byte[] packed = Images.gzip(file);
          packed[2] = 7;
          return packed;
        });
    packed("zstd", Policy.READ, Zstd::compress);
    packed(
        "zstd-frames",
        Policy.READ,
        file ->
            join(
                Zstd.compress(Arrays.copyOf(file, 700)),
                Zstd.compress(Arrays.copyOfRange(file, 700, file.length))));
    packed("zstd-skippable-first", Policy.MAY_REFUSE, file -> join(SKIPPABLE, Zstd.compress(file)));
    packed("zstd-skippable-behind", Policy.READ, file -> join(Zstd.compress(file), SKIPPABLE));
    packed(
        "zstd-rubbish-behind",
        Policy.MAY_REFUSE,
        file -> join(Zstd.compress(file), Images.utf8("rubbish")));
    packed(
        "zstd-zeros-behind", Policy.MAY_REFUSE, file -> join(Zstd.compress(file), new byte[512]));
    packed("zstd-cut", Policy.MAY_REFUSE, file -> cut(Zstd.compress(file), 5));
    packed("zstd-in-gzip", Policy.MAY_REFUSE, file -> Images.gzip(Zstd.compress(file)));
    packed("xz", Policy.READ, FormatOddities::xz);
    packed(
        "xz-streams",
        Policy.MAY_REFUSE,
        file -> join(xz(Arrays.copyOf(file, 700)), xz(Arrays.copyOfRange(file, 700, file.length))));
    packed("xz-zeros-behind", Policy.MAY_REFUSE, file -> join(xz(file), new byte[512]));
    packed("xz-rubbish-behind", Policy.MAY_REFUSE, file -> join(xz(file), Images.utf8("rubbish")));
    packed("xz-cut", Policy.MAY_REFUSE, file -> cut(xz(file), 5));
    packed("lz4", Policy.READ, FormatOddities::lz4);
    packed("bzip2", Policy.READ, FormatOddities::bzip2);
    packed(
        "bzip2-members",
        Policy.MAY_REFUSE,
        file ->
            join(
                bzip2(Arrays.copyOf(file, 700)),
                bzip2(Arrays.copyOfRange(file, 700, file.length))));
    packed(
        "bzip2-rubbish-behind",
        Policy.MAY_REFUSE,
        file -> join(bzip2(file), Images.utf8("rubbish")));
    packed("bzip2-cut", Policy.MAY_REFUSE, file -> cut(bzip2(file), 5));
    packed(
        "lz4-magic-first", Policy.MAY_REFUSE, file -> join(new byte[] {4, 0x22, 0x4d, 0x18}, file));
    packed(
        "zstd-magic-only",
        Policy.MAY_REFUSE,
        file -> join(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, file));
  }

  /** Plain tars whose first name begins as a compressed file does. */
  private void firstBytes() {
    first("skippable", "P*M\u0018", Policy.READ);
    first("skippable-f", "_*M\u0018", Policy.READ);
    first("zstd", "(\u00b5/\u00fd", Policy.MAY_REFUSE);
    first("gzip", "\u001f\u008b\b", Policy.MAY_REFUSE);
    first("gzip-method-7", "\u001f\u008b\u0007", Policy.READ);
    first("bzip2", "BZh", Policy.MAY_REFUSE);
    first("bzip2-1", "BZ1", Policy.READ);
    first("xz", "\u00fd7zXZ\0", Policy.MAY_REFUSE);
    first("xz-name", "\u00fd7zXZ", Policy.READ);
    first("lz4", "\u0004\"M\u0018", Policy.READ);
    first("lzma", "]", Policy.READ);
    first("zip", "PK\u0003\u0004", Policy.READ);
    first("7z", "7z\u00bc\u00af'\u001c", Policy.READ);
    first("rar", "Rar!\u001a\u0007", Policy.READ);
    first("compress", "\u001f\u009d", Policy.READ);
  }

  private void first(String name, String start, Policy policy) {
    Change.OfEntries change =
        specimen -> specimen.entries.add(0, Entry.file(start + "x", new byte[0]));
    all.add(new Ingredient("first-name-" + name, policy, Base.TARS, change));
  }

  private interface Bytes {
    byte[] of(byte[] file);
  }

  private void bytes(String name, Policy policy, Bytes change) {
    add(name, policy, Base.TARS, (file, _) -> change.of(file));
  }

  private void packed(String name, Policy policy, Bytes change) {
    add(name, policy, Set.of(Base.OCI, Base.NAMED, Base.INDEX), (file, _) -> change.of(file));
  }

  /** A gzip header with these flags and fields. */
  private void header(String name, Policy policy, int flags, byte[] fields) {
    packed(
        "gzip-header-" + name,
        policy,
        file -> {
          byte[] packed = Images.gzip(file);
          byte[] start = join(start(flags), fields);
          return join(start, Arrays.copyOfRange(packed, 10, packed.length));
        });
  }

  private static byte[] start(int flags) {
    return new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 0, 0, 0, 0, 0, (byte) 0xff};
  }

  private static byte[] text(int length) {
    return Images.utf8("n".repeat(length) + "\0");
  }

  /** The checksum of a header that starts with these flags and goes on with these fields. */
  private static byte[] sum(int flags, byte... fields) {
    CRC32 sum = new CRC32();
    sum.update(join(start(flags), fields));
    return new byte[] {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)};
  }

  private void random(String name, Change.OfBytes change) {
    add(
        name,
        Policy.MAY_REFUSE,
        Base.TARS,
        (file, random) -> file.length < 512 ? file : change.apply(file, random));
  }

  private void add(String name, Policy policy, Set<Base> bases, Change.OfBytes change) {
    all.add(new Ingredient("file-" + name, policy, bases, change));
  }

  private static byte[] cut(byte[] file, int behind) {
    return Arrays.copyOf(file, Math.max(0, file.length - behind));
  }

  private static byte[] flip(byte[] file, int fromEnd) {
    byte[] changed = file.clone();
    changed[Math.max(0, changed.length - fromEnd)] ^= 1;
    return changed;
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] bzip2(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream packed = new BZip2CompressorOutputStream(out, 1)) {
      packed.write(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] xz(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZCompressorOutputStream packed =
        XZCompressorOutputStream.builder().setOutputStream(out).get()) {
      packed.write(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] lz4(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FramedLZ4CompressorOutputStream packed = new FramedLZ4CompressorOutputStream(out)) {
      packed.write(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
