package dev.custody.cli;

import dev.custody.linux.CachedFile;
import dev.custody.linux.NativeHeap;
import dev.custody.oci.ImageArchive;
import dev.custody.oci.read.HelperThread;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Set;

/**
 * Work that a command will wait for, done by another thread meanwhile. A run that trains the
 * start-up cache does it at once instead, so that classes load in the same order in every build.
 */
final class Preparation {
  private static final boolean TRAINING = Boolean.getBoolean("custody.training");
  private static final Set<String> READS_RECORDS = Set.of("verify", "compare", "report");

  private Preparation() {}

  /** While the command line is read; {@code command} is its first word. */
  static void start(String command) {
    meanwhile(() -> {
      if (READS_RECORDS.contains(command)) {
        // Jackson's parser wants its constants, which the JDK computes for 25 ms and more.
        Objects.requireNonNull(BigDecimal.ZERO);
      }
      ImageArchive.prepare();
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
