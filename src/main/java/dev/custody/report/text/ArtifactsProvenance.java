package dev.custody.report.text;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a Tekton step writes to {@code $(step.artifacts.path)}: the recorded image as an output,
 * named by a package URL of type oci (tektoncd/pipeline docs/artifacts.md; purl-spec, type oci). It
 * is not marked as a build's output, so Tekton Chains lists it as a by-product: custody saw the
 * image, it did not build it.
 */
public final class ArtifactsProvenance {
  private ArtifactsProvenance() {}

  /** The JSON document; without outputs where the archive has no digest. */
  public static String json(ArchiveEvidence archive) {
    ObjectNode document = JsonMapper.shared().createObjectNode();
    document.putArray("inputs");
    var outputs = document.putArray("outputs");
    Digest digest = archive.image().digest();
    if (digest != null) {
      ObjectNode value = outputs.addObject().put("name", "archive").putArray("values").addObject();
      value.put("uri", "pkg:oci/" + name(archive.file().path()) + "@" + encoded(digest.toString()));
      value.putObject("digest").put(digest.algorithm(), digest.hex());
    }
    return document.toString();
  }

  /** A purl of type oci has a lower-case name: the file's, without its directories. */
  private static String name(String path) {
    return encoded(path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
