package dev.custody.report.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.custody.oci.Digest;
import dev.custody.oci.read.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private static final String SITE = "https://custody.dev";

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

  /** What was held against the records: decides policy and level. */
  public enum Subject {
    ARCHIVE(
        "archive-as-recorded",
        "CUSTODY_ARCHIVE_AS_RECORDED",
        "The archive's manifest digest (else config digest, else diffIDs) is the recorded one, and"
            + " nothing in the archive contradicts it."),
    REGISTRY(
        "registry-as-recorded",
        "CUSTODY_REGISTRY_AS_RECORDED",
        "The manifest that the registry served has the recorded digest (else config digest, else"
            + " diffIDs).");

    private final String policy;
    private final String level;
    private final String text;

    Subject(String policy, String level, String text) {
      this.policy = policy;
      this.level = level;
      this.text = text;
    }
  }

  /** A recorded source: what messages call it, and the digest of its document. */
  public record Input(String source, Digest digest) {}

  /**
   * States one verdict.
   *
   * @param name of the image, as it is fetched: {@code quay.io/team/model:1.0}
   * @param digest of the manifest that was looked at
   * @param at when it was looked at
   */
  public static VerificationStatement of(
      Subject what,
      String name,
      Digest digest,
      boolean passed,
      List<Input> inputs,
      String version,
      Instant at) {
    // The policy's text is part of the program; its digest tells versions of it apart.
    Digest policy = Hashing.of("sha256", what.text.getBytes(StandardCharsets.UTF_8));
    String uri = name.contains("/") && what == Subject.REGISTRY ? "docker://" + name : name;
    return new VerificationStatement(
        "https://in-toto.io/Statement/v1",
        List.of(new Resource(name, null, map(digest))),
        "https://slsa.dev/verification_summary/v1",
        new Summary(
            new Verifier(SITE + "/verifier", Map.of("custody", version)),
            at.truncatedTo(ChronoUnit.SECONDS).toString(),
            uri,
            new Resource(null, SITE + "/policy/" + what.policy + "/v1", map(policy)),
            inputs.stream()
                .map(input -> new Resource(null, input.source(), map(input.digest())))
                .toList(),
            passed ? "PASSED" : "FAILED",
            List.of(passed ? what.level : "FAILED")));
  }

  private static Map<String, String> map(Digest digest) {
    return Map.of(digest.algorithm(), digest.hex());
  }
}
