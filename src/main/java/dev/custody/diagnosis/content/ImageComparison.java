package dev.custody.diagnosis.content;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.image.LoneDigest;
import dev.custody.record.RecordedEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the archive holds the image that was recorded or given. */
public record ImageComparison(ContentEvidence content) {
  /** The bytes {@code {}}: a config that every artifact without one has in common. */
  private static final String EMPTY_CONFIG =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  /** How far two manifests around one image agree. */
  public enum Form {
    /** The config is the recorded one, and it lists the content of the layers. */
    BY_CONFIG,
    /**
     * The layers and the time of creation agree, the config does not: a conversion writes a new
     * config, and so does a reproducible build that changes a variable.
     */
    BY_LAYERS,
    /** They are not of one image. */
    NOT
  }

  private ImageIdentity now() {
    return content.archive().image().identity();
  }

  /** Whether the archive holds the image of one look. */
  public ImageIdentity.Match compare(RecordedEvidence.Look look) {
    return look.image().compare(now());
  }

  /** Whether the archive holds the image of the recorded look. */
  public ImageIdentity.Match recorded() {
    RecordedEvidence.Look recorded = content.toExplain();
    return recorded == null ? ImageIdentity.Match.UNKNOWN : compare(recorded);
  }

  /** The same for everything recorded or given: another image as soon as one of them says so. */
  public ImageIdentity.Match all() {
    ImageIdentity.Match image = recorded();
    if (image == ImageIdentity.Match.OTHER || givenOther() != null) {
      return ImageIdentity.Match.OTHER;
    }
    return firstGiven(LoneDigest.NamesImage.class) == null ? image : ImageIdentity.Match.SAME;
  }

  /** The first given digest by which the archive holds another image; null where none says so. */
  @Nullable Digest givenOther() {
    return firstGiven(LoneDigest.OtherImage.class);
  }

  private @Nullable Digest firstGiven(Class<? extends LoneDigest> statement) {
    return content.digests().stream()
        .filter(given -> statement.isInstance(LoneDigest.of(content.archive(), given)))
        .findFirst()
        .orElse(null);
  }

  /** Whether an undamaged archive holds another image than the recorded one. */
  public boolean isOther() {
    return recorded() == ImageIdentity.Match.OTHER
        && otherForm() == Form.NOT
        && content.damage().isEmpty();
  }

  /** Whether the manifest is another one around the recorded image. */
  public Form otherForm() {
    RecordedEvidence.Look recorded = content.toExplain();
    if (recorded == null) {
      return Form.NOT;
    }
    List<ImageIdentity.Compared> parts = recorded.image().parts(now());
    if (parts.isEmpty() || parts.getFirst().equal()) {
      return Form.NOT;
    }
    if (equal(parts, ImageIdentity.Part.CONFIG)) {
      return namesLayers() ? Form.BY_CONFIG : Form.NOT;
    }
    ArchiveEvidence before = recorded.archive();
    return equal(parts, ImageIdentity.Part.DIFF_IDS)
            && before != null
            && sameCreation(before.image(), content.archive().image())
        ? Form.BY_LAYERS
        : Form.NOT;
  }

  private static boolean equal(List<ImageIdentity.Compared> parts, ImageIdentity.Part part) {
    return parts.contains(new ImageIdentity.Compared(part, true));
  }

  /** Whether the config is one of an image: those of artifacts say nothing of their layers. */
  private boolean namesLayers() {
    Descriptor config = content.archive().image().config();
    return config != null
        && !config.digest().hex().equals(EMPTY_CONFIG)
        && !content.archive().image().diffIds().isEmpty();
  }

  /** A build that only changed a variable or a label has the same layers at another time. */
  private static boolean sameCreation(ArchivedImage before, ArchivedImage now) {
    return before.created() != null && before.created().equals(now.created());
  }

  /** The difference in one line, for an evidence list: of what says that the image is another. */
  public String line() {
    RecordedEvidence.Look recorded = content.toExplain();
    Digest given = givenOther();
    if (recorded() != ImageIdentity.Match.OTHER && given != null) {
      return "manifest digest given " + given + ", observed " + now().manifest();
    }
    ImageIdentity before = recorded == null ? ImageIdentity.unknown() : recorded.image();
    return before.manifest() != null && now().manifest() != null
        ? changed("manifest digest", before.manifest(), now().manifest())
        : changed("config digest", before.config(), now().config());
  }

  private static String changed(String what, @Nullable Digest before, @Nullable Digest now) {
    return what + " recorded " + before + ", observed " + now;
  }
}
