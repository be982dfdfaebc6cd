package dev.custody.report.text;

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
    long unit = 1000;
    int name = 0;
    while (tenths(bytes, unit) >= 10_000 && name < UNITS.length - 1) {
      unit *= 1000;
      name++;
    }
    long tenths = tenths(bytes, unit);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[name];
  }

  /** Rounded, halves up. */
  private static long tenths(long bytes, long unit) {
    long tenth = unit / 10;
    return bytes / tenth + (bytes % tenth * 2 < tenth ? 0 : 1);
  }
}
