package dev.custody.report.log;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The known ways in which skopeo, buildah, podman, crane and kaniko say that they failed, by the
 * words of Go's errors, of containers/image, of go-containerregistry and of the registries' API.
 */
public enum FailureKind {
  NO_SPACE(
      "the volume or a temporary directory was full",
      "no space left on device|disk quota exceeded",
      "space left",
      "quota"),
  DIGEST_MISMATCH(
      "the bytes did not match the expected digest",
      "digest did not match|does not match (?:provided )?(?:manifest )?digest|digest mismatch"
          + "|error verifying (?:sha\\d+ checksum|size)|\\bDIGEST_INVALID\\b"
          + "|provided digest did not match|does not match config's diffid",
      "digest",
      "error verifying",
      "diffid"),
  UNEXPECTED_EOF(
      "a file or a transfer ended too early",
      "unexpected EOF|archive/tar: invalid tar header|invalid header field value \"oci",
      "eof",
      "invalid tar header",
      "header field value"),
  BLOB_UNKNOWN(
      "the registry does not have a blob that the manifest names",
      "blob unknown|\\b(?:MANIFEST_)?BLOB_UNKNOWN\\b",
      "blob"),
  MANIFEST_INVALID(
      "the registry refused the manifest",
      "manifest invalid|\\bMANIFEST_INVALID\\b|manifest (?:verification failed|unverified)",
      "manifest"),
  REGISTRY_DENIED(
      "the registry refused access: check its credentials, the file is not the reason",
      "\\bunauthorized\\b|authentication required|requested access to the resource is denied"
          + "|\\bDENIED: |status code 40[13]|40[13] (?:Forbidden|Unauthorized)",
      "unauthorized",
      "authentication",
      "denied",
      "401",
      "403"),
  PERMISSION_DENIED(
      "the kernel refused access to a file",
      "permission denied|operation not permitted",
      "permission",
      "not permitted");

  private final String words;
  private final Pattern pattern;

  /** Each match holds one of them; to look for them first takes a tenth of the time. */
  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> marks;

  FailureKind(String words, String pattern, String... marks) {
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    this.marks = List.of(marks);
  }

  /** What it means, in words. */
  public String words() {
    return words;
  }

  /** The kind of failure that a line tells; null for other lines. */
  static @Nullable FailureKind in(String line) {
    String lower = line.toLowerCase(Locale.ROOT);
    for (FailureKind kind : values()) {
      if (kind.isMarked(lower) && kind.pattern.matcher(line).find()) {
        return kind;
      }
    }
    return null;
  }

  private boolean isMarked(String lower) {
    for (String mark : marks) {
      if (lower.contains(mark)) {
        return true;
      }
    }
    return false;
  }
}
