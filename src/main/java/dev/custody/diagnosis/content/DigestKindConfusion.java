package dev.custody.diagnosis.content;

import dev.custody.diagnosis.facts.Command;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import dev.custody.oci.image.LoneDigest;
import dev.custody.record.CauseId;
import dev.custody.record.Finding;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RuledOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The digest given is one of this archive's, but of another kind than the one a registry shows. */
public final class DigestKindConfusion implements ContentCause {
  private static final List<RuledOut> ITS_OWN =
      List.of(
          RuledOut.of(CauseId.REWRITTEN_IN_PLACE, "the digest given belongs to this very archive"));

  @Override
  public CauseId id() {
    return CauseId.DIGEST_KIND_CONFUSION;
  }

  @Override
  public @Nullable Finding in(ContentEvidence content) {
    ArchiveEvidence archive = content.archive();
    RecordedEvidence.Look built = content.toExplain();
    for (Digest given : content.digests()) {
      switch (LoneDigest.of(archive, given)) {
        case LoneDigest.OtherKind(Role role) -> {
          return finding(given, role, "this archive", archive.image().digest(), archive, ITS_OWN);
        }
        case LoneDigest.NamesImage _, LoneDigest.NoneChosen _ -> {}
        case LoneDigest.OtherImage _, LoneDigest.NotKnown _ -> {
          // It may be a part of what the build made, and the archive another one since.
          if (built != null && built.lone(given) instanceof LoneDigest.OtherKind(Role then)) {
            return finding(
                given, then, "the recorded archive", built.image().manifest(), archive, List.of());
          }
        }
      }
    }
    return null;
  }

  private Finding finding(
      Digest given,
      Role role,
      String whose,
      @Nullable Digest manifest,
      ArchiveEvidence observed,
      List<RuledOut> ruledOut) {
    return new Finding(
        id(),
        Finding.Confidence.CERTAIN,
        "the digest given is not the manifest digest: it is " + role.words(),
        List.of(
            "in " + whose + ", " + given + " is " + role.words(),
            manifest == null
                ? whose + " holds no manifest"
                : "the manifest digest of " + whose + " is " + manifest),
        ruledOut,
        manifest == null
            ? "give the config digest"
            : "give " + manifest + ", or the build's record instead of a digest",
        Command.on(observed.file().path(), "custody inspect --find " + given));
  }
}
