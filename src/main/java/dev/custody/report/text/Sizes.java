package dev.custody.report.text;

import java.util.Locale;

/** Byte counts as people read them. */
public final class Sizes {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Sizes() {}

  /**
   * Decimal units as registries and volumes use them: {@code 14.0 GB (14000000000 bytes)}; below 1
   * kB just bytes.
   */
  static String exact(long bytes) {
    return bytes < 1000 ? bytes + " bytes" : brief(bytes) + " (" + bytes + " bytes)";
  }

  /** The same without the exact count. */
  public static String brief(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
