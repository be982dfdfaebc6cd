package dev.custody.diagnosis.facts;

import java.util.Set;

/** The errors of a storage that fails, in errno(3)'s names. */
public final class StorageErrors {
  public static final Set<String> NAMES =
      Set.of(
          "EIO", "ENOTCONN", "EREMOTEIO", "ETIMEDOUT", "EHOSTDOWN", "EUCLEAN", "ENXIO", "ENODEV");

  private StorageErrors() {}
}
