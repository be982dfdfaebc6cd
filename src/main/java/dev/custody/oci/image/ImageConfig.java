package dev.custody.oci.image;

import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.UnreadableArchive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we need of an image config (image-spec config.md).
 *
 * @param created as written there
 */
public record ImageConfig(
    @Nullable Platform platform, @Nullable String created, List<Digest> diffIds) {
  public ImageConfig {
    diffIds = List.copyOf(diffIds);
  }

  public static ImageConfig parse(byte[] bytes, String what, String place)
      throws UnreadableArchive {
    return Json.parse(bytes, what, place, ImageConfig::read);
  }

  private static ImageConfig read(Json json) throws UnreadableArchive {
    List<Digest> diffIds = new ArrayList<>();
    @Nullable String[] parts = {null, null, null, null};
    json.object(field -> {
      switch (field) {
        case "created" -> parts[0] = json.string();
        case "os" -> parts[1] = json.string();
        case "architecture" -> parts[2] = json.string();
        case "variant" -> parts[3] = json.string();
        case "rootfs" -> {
          if (!json.isNull()) {
            json.object(inner -> rootfs(json, inner, diffIds));
          }
        }
        default -> json.skip();
      }
    });
    Platform platform =
        parts[1] == null && parts[2] == null
            ? null
            : Document.platform(parts[1], parts[2], parts[3]);
    return new ImageConfig(platform, parts[0], diffIds);
  }

  private static void rootfs(Json json, String field, List<Digest> diffIds)
      throws UnreadableArchive {
    if (field.equals("diff_ids")) {
      json.array(() -> diffIds.add(json.digest()));
    } else {
      json.skip();
    }
  }
}
