package dev.custody.linux;

/** The C library's heap, which decompressors allocate from. */
public final class NativeHeap {
  /** The parameter of mallopt(3) for the size from which blocks are mapped, from malloc.h. */
  private static final int M_MMAP_THRESHOLD = -3;

  private static final int LARGE = 1 << 20;

  private NativeHeap() {}

  /**
   * Lets blocks of 1 MiB and more go back to the kernel as soon as they are freed (mallopt(3)).
   * Otherwise glibc keeps them for the thread that had them once the first was freed: sixteen
   * threads that take turns with 8 MiB each would hold 128. musl never keeps them and has no such
   * call. Where it cannot be made, more memory is in use, and nothing else changes.
   */
  public static void giveBackLargeBlocks() {
    CFunction.once("mallopt", M_MMAP_THRESHOLD, LARGE);
  }
}
