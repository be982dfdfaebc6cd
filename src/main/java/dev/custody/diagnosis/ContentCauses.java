package dev.custody.diagnosis;

import dev.custody.record.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The causes that show in the content (groups C and E of the catalogue) and what the next push will
 * meet (D), in the order of reasoning: first whether the file is at rest and whole, then whether it
 * is an image at all and which, then how it came to differ, then what is normal.
 *
 * <p>Not here: RECORD_TOO_BIG, which is about our own output and said where that is written. D3, D5
 * and D6 depend on the registry and on options of the push; {@link PushLine} turns them into a
 * refusal.
 */
final class ContentCauses {
  static final List<ContentCause> ALL =
      List.of(
          new BeingWritten(),
          new VolumeFull(),
          new Truncated(),
          new CorruptBlob(),
          new IndexManifestMismatch(),
          new NotOci(),
          new AmbiguousIndex(),
          new RefNotFound(),
          new DigestKindConfusion(),
          new DockerArchive(),
          new OtherRun(),
          new RewrittenInPlace(),
          new Replaced(),
          new StaleCache(),
          new OldImageExported(),
          new NestedIndex(),
          new UncompressedLayers(),
          new TmpTooSmall(),
          new LeftoverTmp(),
          new ClockSkew(),
          new ReexportedSame(),
          new Touched(),
          new MetadataOnly(),
          new Compressed(),
          new CreatedOldIsFine());

  private ContentCauses() {}

  /** What the content shows: causes first, then warnings, then notes; the surer first. */
  static List<Finding> findings(Content content) {
    return ALL.stream()
        .map(cause -> cause.in(content))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(Finding::kind).thenComparing(Finding::confidence))
        .toList();
  }
}
