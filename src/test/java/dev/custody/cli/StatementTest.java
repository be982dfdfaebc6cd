package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.custody.oci.Digest;
import dev.custody.oci.read.Hashing;
import dev.custody.report.statement.VerificationStatement;
import dev.custody.report.statement.VerificationStatement.Input;
import dev.custody.report.statement.VerificationStatement.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statements against the shape that in-toto and SLSA publish, and signed and checked in the steps
 * of {@code cosign verify-blob-attestation}: envelope, signature over the pre-authentication
 * encoding, statement, predicate type, digest of the blob.
 */
class StatementTest {
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  private static final Digest DIGEST = Hashing.of("sha256", MANIFEST);

  private static String statement(Subject what, String name, boolean passed) {
    return JsonOutput.render(
        VerificationStatement.of(
            VerificationStatement.ANY_VERIFIER,
            what,
            name,
            DIGEST,
            passed,
            List.of(new Input("--recorded-compact", DIGEST)),
            "0.2.0",
            Instant.parse("2026-11-25T10:00:00.5Z")));
  }

  static Stream<String> statements() {
    return Stream.of(
        statement(Subject.REGISTRY, "quay.io/team/model:1.0", true),
        statement(Subject.REGISTRY, "quay.io/team/model:1.0", false),
        statement(Subject.REGISTRY, "standard input", true),
        statement(Subject.ARCHIVE, "/workspace/source/image.tar", true),
        statement(Subject.ARCHIVE, "/workspace/a name with spaces/é.tar", false));
  }

  private static List<String> problems(String json) {
    Path file = Path.of("src/test/resources/statement/verification-summary.schema.json");
    try {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(Files.readString(file), InputFormat.JSON);
      return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("statements")
  void hasThePublishedShape(String statement) {
    assertEquals(List.of(), problems(statement), statement);
  }

  /** A check that takes anything would prove nothing. */
  @Test
  void theShapeRefusesWhatItShould() {
    ObjectNode good =
        (ObjectNode) JsonMapper.shared().readTree(statements().findFirst().orElseThrow());
    for (String field : List.of("_type", "subject", "predicateType", "predicate")) {
      assertFalse(problems(good.deepCopy().without(field).toString()).isEmpty(), field);
    }
    for (String field : List.of("verifier", "timeVerified", "resourceUri", "policy")) {
      ObjectNode less = good.deepCopy();
      ((ObjectNode) less.path("predicate")).remove(field);
      assertFalse(problems(less.toString()).isEmpty(), field);
    }
    ObjectNode slsa = good.deepCopy();
    ((ObjectNode) slsa.path("predicate")).putArray("verifiedLevels").add("SLSA_OF_OUR_OWN");
    assertFalse(problems(slsa.toString()).isEmpty(), "a level of our own may not begin with SLSA_");
    ObjectNode plain = good.deepCopy();
    ((ObjectNode) plain.path("predicate")).put("resourceUri", "/a/path");
    assertFalse(problems(plain.toString()).isEmpty(), "a path is no URI");
  }

  @Test
  void isSignedAndVerifiedAsCosignDoes() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair key = generator.generateKeyPair();
    byte[] payload =
        statement(Subject.REGISTRY, "quay.io/team/model:1.0", true)
            .getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key.getPrivate());
    signer.update(encoded(payload));
    ObjectNode envelope = JsonMapper.shared().createObjectNode();
    envelope.put("payloadType", PAYLOAD_TYPE);
    envelope.put("payload", Base64.getEncoder().encodeToString(payload));
    envelope
        .putArray("signatures")
        .addObject()
        .put("sig", Base64.getEncoder().encodeToString(signer.sign()));

    assertTrue(verified(envelope.toString(), key, MANIFEST));
    assertFalse(verified(envelope.toString(), key, "another".getBytes(StandardCharsets.UTF_8)));
    assertFalse(verified(envelope.toString(), generator.generateKeyPair(), MANIFEST));
  }

  private static boolean verified(String envelope, KeyPair key, byte[] blob)
      throws GeneralSecurityException {
    JsonNode parts = JsonMapper.shared().readTree(envelope);
    byte[] payload = Base64.getDecoder().decode(parts.path("payload").asString());
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(key.getPublic());
    verifier.update(encoded(payload));
    JsonNode statement = JsonMapper.shared().readTree(payload);
    return parts.path("payloadType").asString().equals(PAYLOAD_TYPE)
        && verifier.verify(Base64.getDecoder().decode(parts.at("/signatures/0/sig").asString()))
        && statement
            .path("predicateType")
            .asString()
            .equals("https://slsa.dev/verification_summary/v1")
        && statement.path("subject").size() == 1
        && statement
            .at("/subject/0/digest/sha256")
            .asString()
            .equals(Hashing.of("sha256", blob).hex());
  }

  /** DSSE's pre-authentication encoding, version 1. */
  private static byte[] encoded(byte[] payload) {
    String head =
        "DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ";
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] whole = new byte[start.length + payload.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(payload, 0, whole, start.length, payload.length);
    return whole;
  }
}
