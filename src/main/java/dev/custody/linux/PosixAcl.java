package dev.custody.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX access ACL, acl(5).
 *
 * @param entries in the kernel's order: owner, named users, owning group, named groups, mask,
 *     others
 */
public record PosixAcl(List<Entry> entries) {
  private static final int VERSION = 2;
  private static final int ENTRY_BYTES = 8;

  public PosixAcl {
    entries = List.copyOf(entries);
  }

  /** Whom an entry is about. */
  public enum Tag {
    USER_OBJ,
    USER,
    GROUP_OBJ,
    GROUP,
    MASK,
    OTHER
  }

  /**
   * One entry.
   *
   * @param id only of {@code USER} and {@code GROUP}
   * @param permissions a sum of 4 (read), 2 (write) and 1 (execute)
   */
  public record Entry(Tag tag, @Nullable Long id, int permissions) {
    @Override
    public String toString() {
      String kind =
          switch (tag) {
            case USER_OBJ, USER -> "user";
            case GROUP_OBJ, GROUP -> "group";
            case MASK -> "mask";
            case OTHER -> "other";
          };
      return kind
          + ":"
          + (id == null ? "" : id)
          + ":"
          + ((permissions & 4) == 0 ? "-" : "r")
          + ((permissions & 2) == 0 ? "-" : "w")
          + ((permissions & 1) == 0 ? "-" : "x");
    }
  }

  /**
   * Reads the value of {@code system.posix_acl_access} (linux/posix_acl_xattr.h): a version, then
   * tag, permissions and id of each entry, little endian.
   *
   * @return null for another version or a cut value
   */
  public static @Nullable PosixAcl decode(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length < 4 || (value.length - 4) % ENTRY_BYTES != 0 || in.getInt() != VERSION) {
      return null;
    }
    List<Entry> entries = new ArrayList<>();
    while (in.hasRemaining()) {
      Tag tag =
          switch (in.getShort()) {
            case 0x01 -> Tag.USER_OBJ;
            case 0x02 -> Tag.USER;
            case 0x04 -> Tag.GROUP_OBJ;
            case 0x08 -> Tag.GROUP;
            case 0x10 -> Tag.MASK;
            case 0x20 -> Tag.OTHER;
            default -> null;
          };
      int permissions = in.getShort() & 7;
      long id = Integer.toUnsignedLong(in.getInt());
      if (tag == null) {
        return null;
      }
      entries.add(new Entry(tag, tag == Tag.USER || tag == Tag.GROUP ? id : null, permissions));
    }
    return new PosixAcl(entries);
  }

  /** Reads the short text form that {@link #toString} writes; null if it has another form. */
  public static @Nullable PosixAcl parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.matches("(user|group|mask|other):[0-9]{0,10}:[r-][w-][x-]")) {
        return null;
      }
      String[] fields = part.split(":", -1);
      Long id = fields[1].isEmpty() ? null : Long.valueOf(fields[1]);
      String base = fields[0].toUpperCase(Locale.ROOT);
      Tag tag =
          switch (base) {
            case "USER" -> id == null ? Tag.USER_OBJ : Tag.USER;
            case "GROUP" -> id == null ? Tag.GROUP_OBJ : Tag.GROUP;
            default -> Tag.valueOf(base);
          };
      entries.add(
          new Entry(
              tag,
              id,
              (fields[2].charAt(0) == 'r' ? 4 : 0)
                  + (fields[2].charAt(1) == 'w' ? 2 : 0)
                  + (fields[2].charAt(2) == 'x' ? 1 : 0)));
    }
    return new PosixAcl(entries);
  }

  /**
   * The short text form of acl(5): {@code user::rw-,user:1000:r--,group::r--,mask::r--,other::---}.
   */
  @Override
  public String toString() {
    return entries.stream().map(Entry::toString).collect(Collectors.joining(","));
  }
}
