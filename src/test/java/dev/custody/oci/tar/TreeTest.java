package dev.custody.oci.tar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.tar.Tree.Directory;
import dev.custody.oci.tar.Tree.Leaf;
import dev.custody.oci.tar.Tree.NoWay;
import dev.custody.oci.tar.Tree.NoWay.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths are walked as the kernel walks them (path_resolution(7)). */
class TreeTest {
  private final Tree tree = new Tree();

  private TarEntry put(String path, TarEntry entry) throws NoWay {
    tree.put(tree.parent(path, true), new Leaf(entry));
    return entry;
  }

  private TarEntry file(String path) throws NoWay {
    return put(path, new Entries().file(path, "x").stored.getFirst());
  }

  private TarEntry link(String path, String target) throws NoWay {
    return put(path, new Entries().symbolicLink(path, target).stored.getFirst());
  }

  private static TarEntry entry(Tree.Place place) {
    return ((Leaf) Objects.requireNonNull(place.node())).entry();
  }

  private Cause stops(String path) {
    return assertThrows(NoWay.class, () -> tree.follow(path)).why();
  }

  @ParameterizedTest
  @CsvSource({"a/b/c", "a//b/./c", "a/b/../b/c", "a/link/c", "a/chain/c", "top"})
  void leadsToTheFile(String path) throws NoWay {
    TarEntry file = file("a/b/c");
    link("a/link", "b");
    link("a/chain", "../a/link/");
    link("top", "a/b/c");
    assertEquals(file, entry(tree.follow(path)));
  }

  @Test
  void theLinkItselfIsFoundWithoutFollowingIt() throws NoWay {
    file("a/b");
    TarEntry link = link("a/link", "b");
    assertEquals(link, entry(tree.parent("a/link", false)));
    assertTrue(tree.parent("a", false).node() instanceof Directory);
  }

  @Test
  void tellsTheLinksOnTheWay() throws NoWay {
    file("a/b");
    TarEntry one = link("one", "two");
    TarEntry two = link("two", "a");
    List<TarEntry> passed = new ArrayList<>();
    tree.follow("one/b", passed);
    assertEquals(List.of(one, two), passed);
  }

  @Test
  void aMissingEndIsAPlaceWithoutANode() throws NoWay {
    file("a/b");
    assertNull(tree.follow("a/none").node());
    link("dangling", "a/none");
    assertNull(tree.follow("dangling").node());
  }

  @ParameterizedTest
  @CsvSource({
    "none/b, MISSING",
    "a/b/c, NOT_A_DIRECTORY",
    "circle, LINK_LOOP",
    "out, OUTSIDE",
    "up, OUTSIDE",
    "dangling/c, MISSING"
  })
  void saysWhatStopsAWalk(String path, Cause cause) throws NoWay {
    file("a/b");
    link("circle", "circle");
    link("out", "/etc/passwd");
    link("up", "../x");
    link("dangling", "none");
    assertEquals(cause, stops(path));
  }

  @Test
  void makesDirectoriesOnThePathButNotBehindALink() throws NoWay {
    tree.parent("new/deep/file", true);
    assertTrue(tree.follow("new/deep").node() instanceof Directory);
    link("dangling", "none");
    assertEquals(
        Cause.MISSING, assertThrows(NoWay.class, () -> tree.parent("dangling/x", true)).why());
  }

  @Test
  void aNameMayHaveAsManyBytesAsTheKernelTakes() throws NoWay {
    file("ü".repeat(127));
    assertEquals(Cause.NAME_TOO_LONG, assertThrows(NoWay.class, () -> file("ü".repeat(128))).why());
  }

  @Test
  void theNumberOfFilesIsBounded() throws NoWay {
    TarEntry entry = new Entries().file("x", "").stored.getFirst();
    for (int i = 0; i < Tree.NODE_LIMIT; i++) {
      tree.put(tree.parent("f" + i, false), new Leaf(entry));
    }
    assertEquals(Cause.TOO_LARGE, assertThrows(NoWay.class, () -> file("more")).why());
  }
}
