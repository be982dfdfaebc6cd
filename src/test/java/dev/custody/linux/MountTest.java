package dev.custody.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTest {
  @Test
  void undoesOctalEscapesInEveryField() {
    Mount mount =
        Mount.parse("7 1 0:5 /a\\040b /mnt/tab\\011here rw - fuse.x my\\134source rw,dir=/x\\054y");
    assertEquals("/a b", mount.root());
    assertEquals("/mnt/tab\there", mount.mountPoint());
    assertEquals("my\\source", mount.source());
    assertEquals(List.of("rw", "dir=/x,y"), mount.superOptions());
  }

  @Test
  void keepsWhatOnlyLooksLikeAnEscape() {
    assertEquals("a\\9\\40", Mount.unescaped("a\\9\\40"));
    assertEquals("\\777", Mount.unescaped("\\777"));
    assertEquals("ü x", Mount.unescaped("ü\\040x"));
    assertEquals("ü", Mount.unescaped("\\303\\274"));
  }

  @Test
  void keepsAQuotedContextWhole() {
    Mount mount =
        Mount.parse("7 1 0:5 / /m rw - tmpfs t rw,context=\"u:r:t:s0:c3,c4\",size=1k,seclabel");
    assertEquals(
        List.of("rw", "context=\"u:r:t:s0:c3,c4\"", "size=1k", "seclabel"), mount.superOptions());
  }

  @Test
  void aQuoteInAFileNameQuotesNothing() {
    Mount mount = Mount.parse("7 1 0:5 / /m rw - overlay o rw,lowerdir=/a\"b,upperdir=\"/c,x");
    assertEquals(List.of("rw", "lowerdir=/a\"b", "upperdir=\"/c", "x"), mount.superOptions());
  }

  @Test
  void readsOptionalFieldsAndAnEmptySource() {
    Mount mount = Mount.parse("7 1 0:5 / /m rw shared:1 master:2 new:x - tmpfs  rw");
    assertEquals(List.of("shared:1", "master:2", "new:x"), mount.optionalFields());
    assertEquals("", mount.source());
  }

  @Test
  void tellsADeletedMountPoint() {
    Mount mount = Mount.parse("7 1 0:5 /gone//deleted /m rw - ext4 d rw");
    assertFalse(mount.mountPointDeleted());
    assertTrue(Mount.parse("7 1 0:5 / /m//deleted rw - ext4 d rw").mountPointDeleted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7 1 0:5 / /m rw",
        "7 1 0:5 / /m rw - ext4 d",
        "7 1 0:5 / /m rw - ext4 d rw more",
        "x 1 0:5 / /m rw - ext4 d rw",
        "7 -1 0:5 / /m rw - ext4 d rw",
        "7 1 05 / /m rw - ext4 d rw",
        "7 1 0:5 / m rw - ext4 d rw",
        "99999999999 1 0:5 / /m rw - ext4 d rw"
      })
  void refusesALineThatIsNotInItsForm(String line) {
    MalformedException thrown =
        assertThrows(
            MalformedException.class,
            () -> MountTable.parse("1 0 0:1 / / rw - ext4 d rw\n" + (line.isEmpty() ? "?" : line)));
    assertTrue(thrown.toString().contains("mountinfo line 2: expected "), thrown::toString);
  }
}
