package dev.custody.diagnosis.content;

import dev.custody.gate.BuiltImageMatch;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.BuiltImage;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RuledOut;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The archive holds the image that the build made, by the id that the build printed. */
public final class BuiltImageExported implements ContentCause {
  @Override
  public CauseId id() {
    return CauseId.BUILT_IMAGE_EXPORTED;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    BuiltImage built = content.observed().archive().built();
    if (built == null
        || BuiltImageMatch.of(content.archive(), built) != BuiltImageMatch.HELD
        || !content.damage().isEmpty()) {
      return null;
    }
    Role role = Objects.requireNonNull(DigestRoles.weightiest(content.archive(), built.id()));
    // A config only lists what its layers hold; a manifest names them.
    boolean listed = role instanceof Role.Config && !content.layers().unpacked();
    return new Finding(
        id(),
        Finding.Kind.NOTE,
        listed ? Finding.Confidence.HIGH : Finding.Confidence.CERTAIN,
        "the archive holds the image that was just built",
        List.of(
            "built " + built.id() + " (" + built.source() + ")",
            "it is "
                + role.words()
                + (listed
                    ? ", which lists the layers; they were not unpacked to check them (--depth"
                        + " layers)"
                    : "")),
        List.of(RuledOut.of(CauseId.OLD_IMAGE_EXPORTED, "an older image would have another id")),
        "nothing to do",
        "compare with the id that the build printed (--iidfile)");
  }
}
