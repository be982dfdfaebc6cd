package dev.custody.cli;

import dev.custody.linux.CachedFile;
import dev.custody.linux.Libc;
import dev.custody.linux.NativeHeap;
import dev.custody.oci.inspect.ImageArchive;
import dev.custody.oci.read.HelperThread;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;

/**
 * Work that a command will wait for, done by other threads meanwhile. A run that trains the
 * start-up cache does it at once instead, so that classes load in the same order in every build.
 */
final class Preparation {
  private static final boolean TRAINING = Boolean.getBoolean("custody.training");
  private static final Set<String> READ =
      Set.of("record", "verify", "inspect", "find", "explain", "confirm", "compare", "report");
  private static final Set<String> OBSERVE = Set.of("record", "verify", "explain");

  private Preparation() {}

  /** While the command line is read; nothing depends on whether this guesses right. */
  static void start(String[] args) {
    String command = args[0];
    if (!TRAINING && !READ.contains(command)) {
      return;
    }
    meanwhile(() -> {
      if (OBSERVE.contains(command)) {
        Libc.prepare();
      }
      ImageArchive.prepare();
    });
    meanwhile(() -> {
      // Jackson's parser wants its constants, which the JDK computes for 25 ms and more.
      Objects.requireNonNull(BigDecimal.ZERO);
    });
  }

  /** Before gigabytes are read: page cache and heap are steered by calls to the C library. */
  static void forContent() {
    meanwhile(() -> {
      CachedFile.prepare();
      NativeHeap.giveBackLargeBlocks();
    });
  }

  private static void meanwhile(Runnable work) {
    if (TRAINING) {
      work.run();
    } else {
      HelperThread.start("prepare", work);
    }
  }
}
