package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessControlListTest {
  private static final String VALUE =
      "02000000 01000600ffffffff 02000400e8030000 04000400ffffffff 08000700feffffff"
          + " 10000400ffffffff 20000000ffffffff";
  private static final String TEXT =
      "user::rw-,user:1000:r--,group::r--,group:4294967294:rwx,mask::r--,other::---";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void decodesTheKernelsValue() {
    AccessControlList acl = AccessControlList.decode(bytes(VALUE));
    assertEquals(TEXT, acl.toString());
    assertEquals(
        new AccessControlList.Entry(AccessControlList.Tag.USER, 1000L, 4), acl.entries().get(1));
    assertEquals(4, acl.mask());
  }

  @Test
  void readsItsOwnText() {
    assertEquals(AccessControlList.decode(bytes(VALUE)), AccessControlList.parse(TEXT));
  }

  @Test
  void withoutAMaskNothingIsMasked() {
    AccessControlList acl = AccessControlList.parse("user::rwx,group::---,other::--x");
    assertEquals(7, acl.mask());
    assertEquals(
        List.of(7, 0, 1),
        acl.entries().stream().map(AccessControlList.Entry::permissions).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02",
        "01000000",
        "03000000 01000600ffffffff",
        "02000000 0100",
        "02000000 03000600ffffffff",
        "02000000 01000800ffffffff"
      })
  void refusesAnotherForm(String hex) {
    assertThrows(MalformedException.class, () -> AccessControlList.decode(bytes(hex)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "user::rw",
        "user::wr-",
        "user:x:r--",
        "mask:1:r--",
        "other:0:r--",
        "owner::r--",
        "user::r--,",
        "user:4294967296:r--"
      })
  void refusesAnotherText(String text) {
    assertThrows(MalformedException.class, () -> AccessControlList.parse(text));
  }
}
