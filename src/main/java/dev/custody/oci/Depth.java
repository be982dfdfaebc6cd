package dev.custody.oci;

/** How closely an archive is looked at; each includes the one before. */
public enum Depth {
  /** Headers, index, manifests and configs only. */
  STRUCTURE,
  /** Every blob hashed. */
  CONTENT,
  /** Every layer decompressed and hashed against the config's diffIDs. */
  LAYERS
}
