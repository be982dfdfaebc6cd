package dev.custody.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The access ACL of a file, acl(5), in the order of the kernel. */
public record AccessControlList(List<Entry> entries) {
  private static final int VERSION = 2;
  private static final int ENTRY_BYTES = 8;
  private static final long NO_ID = Numbers.MAX_ID;
  private static final Map<Integer, Tag> TAGS =
      Map.of(
          0x01, Tag.OWNER,
          0x02, Tag.USER,
          0x04, Tag.OWNING_GROUP,
          0x08, Tag.GROUP,
          0x10, Tag.MASK,
          0x20, Tag.OTHER);

  public AccessControlList {
    entries = List.copyOf(entries);
  }

  /** The kinds of entries: who an entry is about. */
  public enum Tag {
    OWNER("user"),
    USER("user"),
    OWNING_GROUP("group"),
    GROUP("group"),
    MASK("mask"),
    OTHER("other");

    private final String word;

    Tag(String word) {
      this.word = word;
    }

    boolean named() {
      return this == USER || this == GROUP;
    }
  }

  /**
   * One line of getfacl.
   *
   * @param id of a named user or group, 0 to 4294967295 (an id without a mapping in this user
   *     namespace); else null
   * @param permissions 0 to 7: read 4, write 2, execute or search 1
   */
  public record Entry(Tag tag, @Nullable Long id, int permissions) {
    public Entry {
      if (tag.named() != (id != null) || permissions < 0 || permissions > 7) {
        throw new IllegalArgumentException("no ACL entry: " + tag + " " + id + " " + permissions);
      }
    }

    @Override
    public String toString() {
      return tag.word
          + ":"
          + (id == null ? "" : id)
          + ":"
          + ((permissions & 4) != 0 ? 'r' : '-')
          + ((permissions & 2) != 0 ? 'w' : '-')
          + ((permissions & 1) != 0 ? 'x' : '-');
    }
  }

  /** The permissions of the mask, 0 to 7; 7 where there is none. */
  public int mask() {
    return entries.stream()
        .filter(entry -> entry.tag() == Tag.MASK)
        .mapToInt(Entry::permissions)
        .findFirst()
        .orElse(7);
  }

  /**
   * Decodes the value of {@code system.posix_acl_access}, linux/posix_acl_xattr.h: a version, then
   * tag, permissions and id of each entry, little-endian on every machine.
   *
   * @throws MalformedException if it is not version 2 or cut short
   */
  public static AccessControlList decode(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < Integer.BYTES
        || in.getInt() != VERSION
        || in.remaining() % ENTRY_BYTES != 0) {
      throw malformed("version 2 and entries of eight bytes", hex(value));
    }
    List<Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      Tag tag = TAGS.get(Short.toUnsignedInt(in.getShort()));
      int permissions = Short.toUnsignedInt(in.getShort());
      long id = Integer.toUnsignedLong(in.getInt());
      if (tag == null || permissions > 7) {
        throw malformed("a known tag and permissions of 0 to 7", hex(value));
      }
      entries.add(new Entry(tag, tag.named() ? Long.valueOf(id) : null, permissions));
    }
    return new AccessControlList(entries);
  }

  /**
   * Reads the short text form that {@link #toString} writes.
   *
   * @throws MalformedException naming the entry
   */
  public static AccessControlList parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      entries.add(entry(part));
    }
    return new AccessControlList(entries);
  }

  private static Entry entry(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 3 && parts[2].matches("[r-][w-][x-]")) {
      long id = Numbers.parse(parts[1], NO_ID);
      for (Tag tag : Tag.values()) {
        boolean idFits = tag.named() ? id >= 0 : parts[1].isEmpty();
        if (tag.word.equals(parts[0]) && idFits) {
          int permissions =
              (parts[2].charAt(0) == 'r' ? 4 : 0)
                  + (parts[2].charAt(1) == 'w' ? 2 : 0)
                  + (parts[2].charAt(2) == 'x' ? 1 : 0);
          return new Entry(tag, tag.named() ? Long.valueOf(id) : null, permissions);
        }
      }
    }
    throw malformed("an entry like user:1000:r--", text);
  }

  private static MalformedException malformed(String expected, String found) {
    return new MalformedException("POSIX ACL", 0, expected, found);
  }

  private static String hex(byte[] value) {
    return HexFormat.of().formatHex(value, 0, Math.min(value.length, 64));
  }

  /**
   * The short text form of acl(5): {@code user::rw-,user:1000:r--,group::r--,mask::r--,other::---}.
   */
  @Override
  public String toString() {
    return entries.stream().map(Entry::toString).collect(Collectors.joining(","));
  }
}
