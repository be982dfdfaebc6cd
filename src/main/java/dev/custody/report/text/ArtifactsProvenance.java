package dev.custody.report.text;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.record.RecordJson;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

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
    StringWriter document = new StringWriter();
    try (JsonGenerator out = RecordJson.generator(document)) {
      out.writeStartObject();
      out.writeArrayPropertyStart("inputs").writeEndArray();
      out.writeArrayPropertyStart("outputs");
      Digest digest = archive.image().digest();
      if (digest != null) {
        String name = name(archive.file().path());
        out.writeStartObject().writeStringProperty("name", "archive");
        out.writeArrayPropertyStart("values").writeStartObject();
        out.writeStringProperty("uri", "pkg:oci/" + name + "@" + encoded(digest.toString()));
        out.writeObjectPropertyStart("digest");
        out.writeStringProperty(digest.algorithm(), digest.hex()).writeEndObject();
        out.writeEndObject().writeEndArray().writeEndObject();
      }
      out.writeEndArray().writeEndObject();
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
