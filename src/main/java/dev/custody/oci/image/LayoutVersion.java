package dev.custody.oci.image;

import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.json.GoJson;

/** The version in an {@code oci-layout} file (image-spec image-layout.md). */
public final class LayoutVersion {
  private LayoutVersion() {}

  /** The version; empty if the file gives none. */
  public static String parse(byte[] bytes, String what) throws UnreadableArchive {
    return GoJson.decode(bytes, ImageTypes.LAYOUT, what, "oci-layout").text("imageLayoutVersion");
  }
}
