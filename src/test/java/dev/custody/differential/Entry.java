package dev.custody.differential;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One entry of a tar as bytes, every field of its header replaceable; a builder, since an oddity
 * changes one field and leaves the others.
 */
final class Entry {
  static final String USTAR = "ustar\00000";
  static final String GNU = "ustar  \0";
  static final String V7 = "\0\0\0\0\0\0\0\0";

  final List<Entry> before = new ArrayList<>();
  final List<Consumer<byte[]>> patches = new ArrayList<>();
  final List<Consumer<byte[]>> afterChecksum = new ArrayList<>();
  String name;
  byte[] content;
  char type = '0';
  String link = "";
  String mode = "0000644\0";
  String owner = "0000000\0";
  String size;
  String time = "00000000000\0";
  String magic = USTAR;
  String prefix = "";

  /** Whether the content is left out, whatever the size field says. */
  boolean noData;

  private Entry(String name, byte[] content) {
    this.name = name;
    this.content = content;
    this.size = octal(content.length);
  }

  static Entry file(String name, byte[] content) {
    return new Entry(name, content);
  }

  static Entry of(char type, String name) {
    Entry entry = new Entry(name, new byte[0]);
    entry.type = type;
    return entry;
  }

  static Entry link(char type, String name, String target) {
    Entry entry = of(type, name);
    entry.link = target;
    return entry;
  }

  static Entry directory(String name) {
    Entry entry = of('5', name);
    entry.mode = "0000755\0";
    return entry;
  }

  /** An extended header; records are {@code key=value}. */
  static Entry pax(String... records) {
    return pax('x', records);
  }

  static Entry pax(char type, String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      text.append(record(record));
    }
    Entry entry = new Entry("PaxHeaders/x", latin(text.toString()));
    entry.type = type;
    return entry;
  }

  /** {@code "%d %s\n"} where the number counts itself; pax(1). */
  static String record(String record) {
    int rest = record.getBytes(StandardCharsets.ISO_8859_1).length + 2;
    int length = rest + 1;
    while (Integer.toString(length).length() + rest != length) {
      length = Integer.toString(length).length() + rest;
    }
    return length + " " + record + "\n";
  }

  /** GNU's long name ({@code L}) or long link name ({@code K}), with its NUL. */
  static Entry gnuLong(char type, String name) {
    Entry entry = new Entry("././@LongLink", latin(name + "\0"));
    entry.type = type;
    entry.magic = GNU;
    return entry;
  }

  Entry after(Entry... headers) {
    before.addAll(List.of(headers));
    return this;
  }

  Entry with(Consumer<Entry> change) {
    change.accept(this);
    return this;
  }

  /** Headers in front, the entry's own header, its content, padding. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    before.forEach(entry -> out.writeBytes(entry.bytes()));
    out.writeBytes(header());
    if (!noData) {
      out.writeBytes(content);
      out.writeBytes(new byte[-content.length & 511]);
    }
    return out.toByteArray();
  }

  private byte[] header() {
    byte[] block = new byte[512];
    put(block, 0, 100, name);
    put(block, 100, 8, mode);
    put(block, 108, 8, owner);
    put(block, 116, 8, owner);
    put(block, 124, 12, size);
    put(block, 136, 12, time);
    block[156] = (byte) type;
    put(block, 157, 100, link);
    put(block, 257, 8, magic);
    put(block, 345, 155, prefix);
    patches.forEach(patch -> patch.accept(block));
    put(block, 148, 8, String.format(Locale.ROOT, "%06o\0 ", sum(block)));
    afterChecksum.forEach(patch -> patch.accept(block));
    return block;
  }

  /** The checksum of a header: its own field counts as spaces. */
  static int sum(byte[] block) {
    int sum = 8 * ' ';
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
    }
    return sum;
  }

  static String octal(long value) {
    return String.format(Locale.ROOT, "%011o\0", value);
  }

  /** A number as GNU writes what octal cannot hold: the first bit set, then big-endian. */
  static String base256(long value) {
    char[] bytes = new char[12];
    Arrays.fill(bytes, value < 0 ? '\u00ff' : '\0');
    for (int i = 0; i < 8; i++) {
      bytes[11 - i] = (char) (value >> (8 * i) & 0xff);
    }
    bytes[0] = (char) (bytes[0] | 0x80);
    return new String(bytes);
  }

  /** Puts text (one byte a character) into a field; what does not fit is cut. */
  static void put(byte[] block, int offset, int length, String text) {
    byte[] bytes = latin(text);
    System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
