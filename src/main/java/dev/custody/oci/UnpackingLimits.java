package dev.custody.oci;

import java.util.function.LongSupplier;

/**
 * How much unpacking may cost, so that a small archive cannot keep a step busy for days.
 *
 * @param memoryLimit bytes this process may have; asked only where a layer needs more than usual
 * @param ratio how many times its stored size anything may unpack to
 * @param allowance bytes that all layers together, or a whole archive, may unpack to beyond that
 * @param least bytes of the allowance that each layer has, however many there are
 */
public record UnpackingLimits(LongSupplier memoryLimit, long ratio, long allowance, long least) {
  /**
   * The ratio covers deflate, which cannot exceed 1032 : 1. zstd can exceed it by far, so honest
   * zeros use the allowance.
   */
  private static final long RATIO = 1100;

  private static final long ALLOWANCE = 16L << 30;
  private static final long LEAST = 64L << 20;

  /** The usual bounds. */
  public static UnpackingLimits within(LongSupplier memoryLimit) {
    return new UnpackingLimits(memoryLimit, RATIO, ALLOWANCE, LEAST);
  }

  /** A bound in bytes, and words that explain it. */
  public record Most(long bytes, String words) {}

  /** Returns the bound for one layer. */
  public Most ofLayer(long stored, int layers) {
    long more = Math.max(least, allowance / Math.max(1, layers));
    return most(
        stored,
        more,
        layers < 2
            ? ""
            : " ("
                + layers
                + " layers share "
                + allowance
                + ", each may have at least "
                + least
                + ")");
  }

  /** Returns the bound for an archive that is compressed as a whole. */
  public Most ofArchive(long stored) {
    return most(stored, allowance, "");
  }

  private Most most(long stored, long more, String share) {
    long bytes = stored > (Long.MAX_VALUE - more) / ratio ? Long.MAX_VALUE : stored * ratio + more;
    return new Most(
        bytes, bytes + " bytes, " + ratio + " times its " + stored + " bytes and " + more + share);
  }
}
