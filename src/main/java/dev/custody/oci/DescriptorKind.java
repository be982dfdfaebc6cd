package dev.custody.oci;

/** Tells what kind of thing a descriptor names, and how messages call it. */
public final class DescriptorKind {
  /** A statement about an image (in-toto.io), as a layer. */
  private static final String STATEMENT = "application/vnd.in-toto+json";

  private DescriptorKind() {}

  /**
   * Whether it is an attestation, provenance or SBOM, rather than an image: buildx marks its
   * manifests by an annotation and gives them a platform that no machine has.
   */
  public static boolean isAttestation(Descriptor descriptor) {
    Platform platform = descriptor.platform();
    return descriptor.mediaType().equals(STATEMENT)
        || "attestation-manifest".equals(descriptor.annotations().get("vnd.docker.reference.type"))
        || (platform != null
            && platform.os().equals("unknown")
            && platform.architecture().equals("unknown"));
  }

  /** The name for messages: its reference name, else its platform. */
  public static String name(Descriptor descriptor) {
    String name = descriptor.refName();
    return name != null
        ? name
        : isAttestation(descriptor) ? "an attestation" : platform(descriptor);
  }

  /** The platform that a manifest of an index is for. */
  public static String platform(Descriptor descriptor) {
    Platform platform = descriptor.platform();
    return isAttestation(descriptor)
        ? "an attestation"
        : platform == null ? "no platform stated" : platform.toString();
  }
}
