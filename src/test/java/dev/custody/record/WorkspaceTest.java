package dev.custody.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.custody.linux.DirectoryListing;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
  private static final DirectoryListing ARCHIVES = listing("/workspace/source");
  private static final DirectoryListing NAMED = listing("/workspace/cache");
  private static final DirectoryListing RUNS = listing("/workspace/.custody");

  private static DirectoryListing listing(String path) {
    return new DirectoryListing(path, List.of(), 0, null);
  }

  /** A record may come from anywhere, so that the order of its listings proves nothing. */
  @Test
  void knowsAListingByItsPathWhereverItStands() {
    Workspace workspace = new Workspace(null, List.of(NAMED, RUNS, ARCHIVES), null);
    assertEquals(Optional.of(ARCHIVES), workspace.around("/workspace/source/image.tar"));
    assertEquals(Optional.of(RUNS), workspace.runs());
    assertEquals(Optional.empty(), workspace.around("/elsewhere/image.tar"));
    assertEquals(Optional.empty(), Workspace.of(null).runs());
  }

  @Test
  void findsTheRootsOwnListing() {
    DirectoryListing root = listing("/");
    Workspace workspace = new Workspace(null, List.of(NAMED, root), null);
    assertEquals(Optional.of(root), workspace.around("/image.tar"));
  }
}
