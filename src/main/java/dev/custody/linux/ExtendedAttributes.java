package dev.custody.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The extended attributes that decide who may read a file, xattr(7). */
final class ExtendedAttributes {
  private static final Set<String> NONE = Set.of("ENODATA", "ENOTSUP");

  private final SystemCalls calls;
  private final Consumer<String> unread;

  ExtendedAttributes(SystemCalls calls, Consumer<String> unread) {
    this.calls = calls;
    this.unread = unread;
  }

  ExtendedAttribute label(Path file) {
    return ask(file, "security.selinux", ExtendedAttributes::text);
  }

  ExtendedAttribute acl(Path file) {
    return ask(
        file, "system.posix_acl_access", value -> AccessControlList.decode(value).toString());
  }

  /**
   * Returns whether a file has an NFSv4 ACL. Its content has the server's form and is not recorded.
   */
  ExtendedAttribute nfs4Acl(Path file) {
    return ask(file, "system.nfs4_acl", value -> value.length + " bytes");
  }

  private ExtendedAttribute ask(Path file, String name, Function<byte[], String> text) {
    return switch (calls.extendedAttribute(file, name)) {
      case SystemCalls.Reply.Answer<byte[]>(byte[] value) -> present(file, name, value, text);
      case SystemCalls.Reply.Failure<byte[]>(String errno) ->
          NONE.contains(errno)
              ? new ExtendedAttribute.Absent(errno)
              : new ExtendedAttribute.Refused(errno);
      case SystemCalls.Reply.Unavailable<byte[]>(String reason) -> {
        unread.accept("extended attributes: " + reason);
        yield new ExtendedAttribute.NotChecked(reason);
      }
    };
  }

  private ExtendedAttribute present(
      Path file, String name, byte[] value, Function<byte[], String> text) {
    try {
      return new ExtendedAttribute.Present(text.apply(value));
    } catch (MalformedException malformed) {
      unread.accept(name + " of " + file + ": not understood: " + malformed.getMessage());
      return new ExtendedAttribute.NotChecked("not understood: " + malformed.getMessage());
    }
  }

  private static String text(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
