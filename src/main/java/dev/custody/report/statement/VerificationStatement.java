package dev.custody.report.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.custody.oci.Digest;
import dev.custody.oci.read.Hashing;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An unsigned in-toto statement (in-toto attestation framework, Statement v1) with a SLSA
 * verification summary (slsa.dev, verification_summary v1): what was verified, against what, and
 * how it ended. Whoever trusts the step signs it.
 */
public record VerificationStatement(
    @JsonProperty("_type") String type,
    List<Resource> subject,
    String predicateType,
    Summary predicate) {
  /**
   * Names the program, and nobody's installation of it: whoever signs should name themselves. No
   * address, since an address would claim that somebody answers there.
   */
  public static final String ANY_VERIFIER = "urn:uuid:35caaea2-70d6-44af-8ab9-d86ba49bf1c1";

  /** An in-toto resource descriptor. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Resource(@Nullable String name, @Nullable String uri, Map<String, String> digest) {}

  /** Who verified. */
  public record Verifier(String id, Map<String, String> version) {}

  /** The predicate. */
  public record Summary(
      Verifier verifier,
      String timeVerified,
      String resourceUri,
      Resource policy,
      List<Resource> inputAttestations,
      String verificationResult,
      List<String> verifiedLevels) {}

  /** What was compared with the records: decides policy and level. */
  public enum Subject {
    ARCHIVE(
        "archive-as-recorded/v1",
        "urn:uuid:5a3f9cbe-537c-4d94-b1b5-d789272bba6e",
        "CUSTODY_ARCHIVE_AS_RECORDED",
        "The archive's manifest digest (else config digest, else diffIDs) is the recorded one, and"
            + " nothing in the archive contradicts it."),
    REGISTRY(
        "registry-as-recorded/v1",
        "urn:uuid:5a640eb1-371d-425a-8f66-4de13ae31119",
        "CUSTODY_REGISTRY_AS_RECORDED",
        "The manifest that the registry served has the recorded digest (else config digest, else"
            + " diffIDs).");

    private final String policy;
    private final String uri;
    private final String level;
    private final String text;

    Subject(String policy, String uri, String level, String text) {
      this.policy = policy;
      this.uri = uri;
      this.level = level;
      this.text = text;
    }
  }

  /** A recorded source: what messages call it, and the digest of its document. */
  public record Input(String source, Digest digest) {}

  /**
   * States one verdict.
   *
   * @param verifier a URI for who verifies: of those who sign, else {@link #ANY_VERIFIER}
   * @param name of the image, as it is fetched: {@code quay.io/team/model:1.0}; or a path
   * @param digest of the manifest that was looked at
   * @param at when it was looked at
   */
  public static VerificationStatement of(
      String verifier,
      Subject what,
      String name,
      Digest digest,
      boolean passed,
      List<Input> inputs,
      String version,
      Instant at) {
    // The policy's text is part of the program; its digest tells versions of it apart.
    Digest policy = Hashing.of("sha256", what.text.getBytes(StandardCharsets.UTF_8));
    return new VerificationStatement(
        "https://in-toto.io/Statement/v1",
        List.of(new Resource(name, null, map(digest))),
        "https://slsa.dev/verification_summary/v1",
        new Summary(
            new Verifier(verifier, Map.of("custody", version)),
            at.truncatedTo(ChronoUnit.SECONDS).toString(),
            uri(what, name, digest),
            new Resource(what.policy, what.uri, map(policy)),
            inputs.stream()
                .map(input -> new Resource(input.source(), null, map(input.digest())))
                .toList(),
            passed ? "PASSED" : "FAILED",
            List.of(passed ? what.level : "FAILED")));
  }

  private static String uri(Subject what, String name, Digest digest) {
    if (name.startsWith("/")) {
      return "file://" + encoded(name);
    }
    if (name.indexOf(' ') < 0 && what == Subject.REGISTRY) {
      return name.contains("://") ? name : "docker://" + name;
    }
    // Nobody said a name: the content's own, RFC 6920.
    return "ni:///"
        + (digest.algorithm().equals("sha256") ? "sha-256" : "sha-512")
        + ";"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(HexFormat.of().parseHex(digest.hex()));
  }

  /** A path as a URI spells it, RFC 3986 section 3.3. */
  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      return URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> map(Digest digest) {
    return Map.of(digest.algorithm(), digest.hex());
  }
}
