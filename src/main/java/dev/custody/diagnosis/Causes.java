package dev.custody.diagnosis;

import dev.custody.record.ExecutionRecord;
import dev.custody.record.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Every cause of the catalogue, in the order of reasoning.
 *
 * <p>Not here: PROBE_IDENTITY_DIFFERS, which needs the next step's uid ({@link
 * ProbeIdentityDiffers}); RECORD_TOO_BIG, which is about our own output and said where that is
 * written; CHECK_SKIPPED, which is what {@link Gaps} lists. D3, D5 and D6 depend on the registry
 * and on options of the push; {@link PushLine} turns them into a refusal.
 */
final class Causes {
  /**
   * Why a path cannot be read or found (groups A and B of the catalogue): what the path itself
   * says, what is missing, what failed, what POSIX refuses and by which term, and who else can
   * refuse what POSIX grants. Then POSIX's plain words, where nothing more special says why the
   * mode is as it is; and the unexplained. A stage is asked only where those before found nothing.
   */
  static final List<List<AccessCause>> ACCESS =
      List.of(
          List.of(
              new UnresolvedVariable(),
              new DanglingLink(),
              new OtherPath(),
              new DifferentVolume(),
              new DifferentSubPath(),
              new NotOnPvc(),
              new NotYetVisible(),
              new Removed(),
              new StaleHandle(),
              new IoError(),
              new UsernsWriter(),
              new UserNamespaceUnmapped(),
              new PosixAclDenies(),
              new RootWithoutDac(),
              new GroupMissing(),
              new FsGroupNotOnVolume(),
              new OnRootMismatchSkipped(),
              new FuseOwnerOnly(),
              new NfsRootSquash(),
              new NfsServerDenies(),
              new SelinuxContextMount(),
              new SelinuxMcsMismatch(),
              new SelinuxType(),
              new OtherModule()),
          List.of(new DirNotSearchable(), new ModeDenies()),
          List.of(new UnexplainedDenial()));

  /** Why the mode may be as it is, said beside the denial where nothing surer explains it. */
  static final List<List<AccessCause>> ORIGIN = List.of(List.of(new SubPathOwnership()));

  /**
   * Why the refused process is another than the recording one, said beside the denial; one only.
   */
  static final List<List<AccessCause>> IDENTITY =
      List.of(
          List.of(new SccDiffers()),
          List.of(new ImageUserDiffers()),
          List.of(new GroupsFromImage()));

  /** What is true of the mount whether or not the path was read. */
  static final List<List<AccessCause>> MOUNT = List.of(List.of(new ReadOnlyMount()));

  /**
   * What shows in the content (groups C and E) and what the next push will meet (D): first whether
   * the file is at rest and whole, then whether it is an image at all and which, then how it came
   * to differ, then what is normal.
   */
  static final List<ContentCause> CONTENT =
      List.of(
          new BeingWritten(),
          new VolumeFull(),
          new Truncated(),
          new AmbiguousArchive(),
          new CorruptBlob(),
          new IndexManifestMismatch(),
          new NotOci(),
          new AmbiguousIndex(),
          new RefNotFound(),
          new DigestKindConfusion(),
          new DockerArchive(),
          new OtherRun(),
          new OtherPath(),
          new DifferentVolume(),
          new DifferentSubPath(),
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

  /** Causes first, then warnings, then notes; the surer first. */
  static final Comparator<Finding> SUREST_FIRST =
      Comparator.comparing(Finding::kind).thenComparing(Finding::confidence);

  private Causes() {}

  /** What the walk shows; only notes for a path that was read. */
  static List<Finding> access(ExecutionRecord observed, List<ExecutionRecord> records) {
    Access access = Access.of(observed, records);
    if (access == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (access.denial() != null) {
      findings.addAll(firstStage(ACCESS, access));
      findings.addAll(firstStage(ORIGIN, access));
      findings.addAll(firstStage(IDENTITY, access));
    }
    findings.addAll(firstStage(MOUNT, access));
    return findings;
  }

  private static List<Finding> firstStage(List<List<AccessCause>> stages, Access access) {
    return stages.stream()
        .map(stage ->
            stage.stream().map(cause -> cause.in(access)).filter(Objects::nonNull).toList())
        .filter(findings -> !findings.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** What the content shows. */
  static List<Finding> content(Content content) {
    return CONTENT.stream().map(cause -> cause.in(content)).filter(Objects::nonNull).toList();
  }
}
