package dev.custody.oci;

/** The role of a digest within one archive. */
public sealed interface Role {
  /** The selected manifest: what a push of this archive should show. */
  record SelectedManifest() implements Role {}

  /** Another entry of {@code index.json}. */
  record OtherManifest(String name) implements Role {}

  /** The bytes of {@code index.json} itself, which no registry ever shows. */
  record ImageIndex() implements Role {}

  /** The platform's manifest inside a selected nested index. */
  record PlatformManifest(String platform) implements Role {}

  /**
   * A manifest of the selected index that a push for its platform need not publish.
   *
   * @param why words that follow the manifest: {@code of which 2 blobs are not in the archive}
   */
  record UndecidedManifest(String platform, String why) implements Role {}

  /** A statement about an image, its manifest or what it holds. */
  record Attestation() implements Role {}

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

  /** The role in words that complete "this digest is …". */
  default String words() {
    return switch (this) {
      case SelectedManifest _ -> "the manifest digest";
      case OtherManifest other -> "the digest of another image of the archive, " + other.name();
      case ImageIndex _ -> "the digest of index.json, which no registry shows";
      case PlatformManifest p -> "the manifest digest of " + p.platform() + " in the index";
      case UndecidedManifest m ->
          "the manifest digest of " + m.platform() + " in the index, " + m.why();
      case Attestation _ -> "the digest of an attestation, not of an image";
      case Config _ -> "the config digest (image id)";
      case Layer layer -> "the digest of layer " + layer.number() + " of " + layer.of();
      case DiffId id -> "the diffID of layer " + id.number() + " of " + id.of();
      case ArchiveFile _ -> "the sha256 of the archive file, which differs on every export";
      case OtherBlob blob -> "a " + blob.mediaType() + " of another image of the archive";
    };
  }
}
