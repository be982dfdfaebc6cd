package dev.custody.gate;

import dev.custody.oci.Digest;
import dev.custody.oci.ImageIdentity;
import dev.custody.oci.Role;
import dev.custody.oci.image.LoneDigest;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RecordedEvidence.DigestOnly;
import dev.custody.record.RecordedEvidence.Look;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether several pieces of recorded evidence speak of one image. */
final class Agreement {
  private Agreement() {}

  static List<Difference> differences(List<RecordedEvidence> recorded) {
    List<Difference> found = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      for (int j = i + 1; j < recorded.size(); j++) {
        Difference difference = between(recorded.get(i), recorded.get(j));
        if (difference != null) {
          found.add(difference);
        }
      }
    }
    return found;
  }

  private static @Nullable Difference between(RecordedEvidence first, RecordedEvidence second) {
    if (first instanceof Look a) {
      return switch (second) {
        case Look b -> looks(a, b);
        case DigestOnly lone -> kind(lone, a);
        case RecordedEvidence.Unreadable _ -> null;
      };
    }
    if (first instanceof DigestOnly a) {
      return switch (second) {
        case Look b -> kind(a, b);
        case DigestOnly b ->
            a.digest().equals(b.digest())
                ? null
                : disagreement("manifest digest", a, a.digest(), b, b.digest());
        case RecordedEvidence.Unreadable _ -> null;
      };
    }
    return null;
  }

  private static @Nullable Difference looks(Look first, Look second) {
    if (!first.sawArchive() || !second.sawArchive()) {
      return null;
    }
    if (rewritten(first, second)) {
      return new Difference.Disagreement(
          "sha256 of the record",
          first.source(),
          String.valueOf(first.document()),
          second.source(),
          String.valueOf(second.document()));
    }
    ImageIdentity a = first.image();
    ImageIdentity b = second.image();
    if (a.manifest() != null && b.manifest() != null) {
      return a.manifest().equals(b.manifest())
          ? null
          : disagreement("manifest digest", first, a.manifest(), second, b.manifest());
    }
    return a.config() == null || b.config() == null || a.config().equals(b.config())
        ? null
        : disagreement("config digest", first, a.config(), second, b.config());
  }

  /** The same record, by its time, with other bytes: somebody changed the file on the volume. */
  private static boolean rewritten(Look first, Look second) {
    return first.at().equals(second.at())
        && first.document() != null
        && second.document() != null
        && !first.document().equals(second.document());
  }

  /** A lone digest may name any part of the recorded archive; only its image agrees. */
  private static @Nullable Difference kind(DigestOnly lone, Look look) {
    return switch (look.lone(lone.digest())) {
      case LoneDigest.NamesImage _, LoneDigest.NoneChosen _, LoneDigest.NotKnown _ -> null;
      case LoneDigest.OtherImage(Digest manifest) ->
          disagreement("manifest digest", lone, lone.digest(), look, manifest);
      case LoneDigest.OtherKind(Role role) ->
          new Difference.OtherKind(
              lone.source(), lone.digest(), role, Comparison.words(look.image().manifest()));
    };
  }

  private static Difference disagreement(
      String what, RecordedEvidence first, Digest one, RecordedEvidence second, Digest two) {
    return new Difference.Disagreement(
        what, first.source(), one.toString(), second.source(), two.toString());
  }
}
