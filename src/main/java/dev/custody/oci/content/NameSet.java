package dev.custody.oci.content;

import java.util.concurrent.Semaphore;

/**
 * A set of names by 64-bit hash, bounded: about one false hit in 30 million full sets. Its memory
 * does not depend on how long names are, and only one of the sets that share a permit is large at a
 * time: the others wait, so that many threads need no more memory than one.
 */
public final class NameSet implements AutoCloseable {
  public static final int LIMIT = 1 << 20;

  /** Slots of a set that needs no permit: 1 MiB. */
  private static final int SMALL = 1 << 17;

  private final Semaphore large;
  private boolean holding;
  private long[] slots = new long[1 << 10];
  private int size;
  private boolean full;

  /**
   * An empty set.
   *
   * @param large one permit, shared by the sets of all threads
   */
  public NameSet(Semaphore large) {
    this.large = large;
  }

  /** Whether the name was new; true too once the set is full, since then nobody knows. */
  public boolean add(String name) {
    if (full) {
      return true;
    }
    if (size >= slots.length / 2) {
      grow();
    }
    if (!insert(slots, hash(name))) {
      return false;
    }
    full = ++size >= LIMIT;
    return true;
  }

  public boolean full() {
    return full;
  }

  private void grow() {
    if (slots.length >= SMALL && !holding) {
      large.acquireUninterruptibly();
      holding = true;
    }
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        insert(larger, hash);
      }
    }
    slots = larger;
  }

  /** Drops the names and returns the permit, so that another set can grow. */
  @Override
  public void close() {
    slots = new long[0];
    if (holding) {
      holding = false;
      large.release();
    }
  }

  private static boolean insert(long[] slots, long hash) {
    int mask = slots.length - 1;
    int at = (int) hash & mask;
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = hash;
    return true;
  }

  /** Returns FNV-1a over the characters, mixed once more; never 0, which marks a free slot. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }
}
