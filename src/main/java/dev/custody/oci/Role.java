package dev.custody.oci;

/** What a digest is within one archive. */
public sealed interface Role {
  /** The selected manifest: what a push of this archive should show. */
  record SelectedManifest() implements Role {}

  /** Another entry of {@code index.json}. */
  record OtherManifest(String name) implements Role {}

  /** The bytes of {@code index.json} itself, which no registry ever shows. */
  record ImageIndex() implements Role {}

  /** The platform's manifest inside a selected nested index. */
  record PlatformManifest(String platform) implements Role {}

  /** The config, which some tools print as "image id". */
  record Config() implements Role {}

  /** A layer blob as stored; {@code number} counts from 1. */
  record Layer(int number, int of) implements Role {}

  /** A layer's uncompressed tar. */
  record DiffId(int number, int of) implements Role {}

  /** A config or layer that only another image or platform of the archive uses. */
  record OtherBlob(String mediaType) implements Role {}

  /** The archive file itself. */
  record ArchiveFile() implements Role {}
}
