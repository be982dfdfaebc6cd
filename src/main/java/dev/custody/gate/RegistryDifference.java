package dev.custody.gate;

/** In which way a registry's image is not the recorded one. */
public enum RegistryDifference {
  NONE("the registry holds the recorded image", ""),
  RECOMPRESSED(
      "the registry holds the recorded image with layers that were compressed again",
      "push with skopeo copy --preserve-digests, and look for a mirror or a proxy that recompresses"
          + " (--dest-compress, zstd)"),
  CONVERTED(
      "the registry holds the recorded image with a manifest of another kind",
      "push with skopeo copy --preserve-digests and without --format; the registry may refuse the"
          + " recorded kind"),
  OTHER_FORM(
      "the registry holds the recorded image (same config) in another form",
      "compressed again, converted, or one platform of an index: give the full record with"
          + " --recorded to learn which, and the manifest's bytes unformatted (skopeo inspect"
          + " --raw)"),
  OTHER_CONFIG(
      "the registry holds the recorded layers with another config",
      "find the step between build and registry that changes labels, environment or history"),
  PLATFORM_OF_INDEX(
      "one is an index for several platforms, the other the image of one of them",
      "push with skopeo copy --all, or record the platform's image alone"),
  DIGEST_KIND(
      "the digest given is the config's or a layer's, not the manifest's",
      "give the manifest digest, or the build's record"),
  ANOTHER_IMAGE(
      "the registry holds a different image",
      "find who else pushes to this name, and which archive was pushed; a tag can be moved by"
          + " anyone who may push"),
  OTHER_DIGEST(
      "the registry holds a different manifest; the recorded evidence is not enough to say how it"
          + " differs",
      "give the build's record instead of a digest alone"),
  NO_MANIFEST(
      "the registry's answer is not a manifest",
      "fetch it with `skopeo inspect --raw docker://NAME`, `crane manifest NAME` or `oras manifest"
          + " fetch NAME`, and read what that command prints if it fails"),
  UNREADABLE_RECORD("the recorded evidence cannot be read", "look at the task that recorded it"),
  NOTHING_TO_COMPARE(
      "the recorded evidence and the manifest have no kind of digest in common",
      "give the build's record");

  private final String sentence;
  private final String remedy;

  RegistryDifference(String sentence, String remedy) {
    this.sentence = sentence;
    this.remedy = remedy;
  }

  public String sentence() {
    return sentence;
  }

  /** What to do; empty where nothing differs. */
  public String remedy() {
    return remedy;
  }
}
