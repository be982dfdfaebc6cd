package dev.custody.diagnosis;

import dev.custody.diagnosis.access.AccessCause;
import dev.custody.diagnosis.access.DirNotSearchable;
import dev.custody.diagnosis.access.EncryptedLocked;
import dev.custody.diagnosis.access.FsgroupNotInProcess;
import dev.custody.diagnosis.access.FsgroupNotOnVolume;
import dev.custody.diagnosis.access.FuseOwnerOnly;
import dev.custody.diagnosis.access.GroupsFromImage;
import dev.custody.diagnosis.access.ImageUserDiffers;
import dev.custody.diagnosis.access.IoError;
import dev.custody.diagnosis.access.LsmOrSeccompOther;
import dev.custody.diagnosis.access.ModeDenies;
import dev.custody.diagnosis.access.MountFixesMode;
import dev.custody.diagnosis.access.NfsRootSquash;
import dev.custody.diagnosis.access.NfsServerDenies;
import dev.custody.diagnosis.access.NotFound;
import dev.custody.diagnosis.access.NotYetVisible;
import dev.custody.diagnosis.access.OnrootmismatchSkipped;
import dev.custody.diagnosis.access.PosixAcl;
import dev.custody.diagnosis.access.Removed;
import dev.custody.diagnosis.access.RootWithoutDac;
import dev.custody.diagnosis.access.SccDiffers;
import dev.custody.diagnosis.access.SelinuxContextMount;
import dev.custody.diagnosis.access.SelinuxMcsMismatch;
import dev.custody.diagnosis.access.SelinuxType;
import dev.custody.diagnosis.access.ServerDenies;
import dev.custody.diagnosis.access.StaleHandle;
import dev.custody.diagnosis.access.SubpathOwnership;
import dev.custody.diagnosis.access.Symlink;
import dev.custody.diagnosis.access.UnexplainedDenial;
import dev.custody.diagnosis.access.UnexplainedError;
import dev.custody.diagnosis.access.UnresolvedVariable;
import dev.custody.diagnosis.access.UsernsUnmapped;
import dev.custody.diagnosis.access.UsernsWriter;
import dev.custody.diagnosis.content.AmbiguousArchive;
import dev.custody.diagnosis.content.AmbiguousIndex;
import dev.custody.diagnosis.content.BeingWritten;
import dev.custody.diagnosis.content.BuiltImageExported;
import dev.custody.diagnosis.content.ClockSkew;
import dev.custody.diagnosis.content.Compressed;
import dev.custody.diagnosis.content.ContentCause;
import dev.custody.diagnosis.content.CorruptBlob;
import dev.custody.diagnosis.content.CreatedOldIsFine;
import dev.custody.diagnosis.content.DigestKindConfusion;
import dev.custody.diagnosis.content.DigestNotInArchive;
import dev.custody.diagnosis.content.DirectoryInsteadOfFile;
import dev.custody.diagnosis.content.DockerArchive;
import dev.custody.diagnosis.content.IndexManifestMismatch;
import dev.custody.diagnosis.content.IoErrorWhileReading;
import dev.custody.diagnosis.content.LeftoverTmp;
import dev.custody.diagnosis.content.MetadataOnly;
import dev.custody.diagnosis.content.NestedIndex;
import dev.custody.diagnosis.content.NotOci;
import dev.custody.diagnosis.content.OldImageExported;
import dev.custody.diagnosis.content.OtherRun;
import dev.custody.diagnosis.content.ReexportedSame;
import dev.custody.diagnosis.content.RefNotFound;
import dev.custody.diagnosis.content.Replaced;
import dev.custody.diagnosis.content.RewrittenInPlace;
import dev.custody.diagnosis.content.SameImageOtherForm;
import dev.custody.diagnosis.content.StaleCache;
import dev.custody.diagnosis.content.TmpTooSmall;
import dev.custody.diagnosis.content.Touched;
import dev.custody.diagnosis.content.Truncated;
import dev.custody.diagnosis.content.TwoWriters;
import dev.custody.diagnosis.content.UncompressedLayers;
import dev.custody.diagnosis.content.UnexplainedDenialWhileReading;
import dev.custody.diagnosis.content.UnexplainedErrorWhileReading;
import dev.custody.diagnosis.content.VolumeFull;
import dev.custody.diagnosis.place.DifferentSubpath;
import dev.custody.diagnosis.place.DifferentVolume;
import dev.custody.diagnosis.place.NotOnAPvc;
import dev.custody.diagnosis.place.OtherPath;
import dev.custody.diagnosis.write.ErrorForWriting;
import dev.custody.diagnosis.write.FsErrorReadOnly;
import dev.custody.diagnosis.write.Immutable;
import dev.custody.diagnosis.write.Quota;
import dev.custody.diagnosis.write.ReadOnlyMountForWriting;
import dev.custody.diagnosis.write.UnexplainedErrorForWriting;
import dev.custody.diagnosis.write.UsernsUnmappedForWriting;
import dev.custody.diagnosis.write.VolumeFullForWriting;
import dev.custody.diagnosis.write.WriteCause;
import dev.custody.diagnosis.write.WriteDenied;
import dev.custody.diagnosis.write.WriteDeniedOtherwise;
import dev.custody.oci.image.PushCommand;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every cause of the catalogue, in the order of reasoning.
 *
 * <p>Not here: PROBE_IDENTITY_DIFFERS, which needs the next step's uid ({@link
 * ProbeIdentityDiffers}); what could not be excluded, which {@link UncheckedEvidence} lists.
 * Digests that change by an option of the push or by the registry have no cause either: {@link
 * PushCommand} prints a command for which such a push fails.
 */
final class Causes {
  /**
   * Why a path cannot be read or found ({@code ACCESS} and {@code PLACE} of {@link
   * dev.custody.record.CauseId}): what the path itself says, what is missing, what failed, what
   * POSIX refuses and by which term, and who else can refuse what POSIX grants. Then POSIX's plain
   * words, where nothing more special says why the mode is as it is; and the unexplained. A stage
   * is asked only where those before found nothing.
   */
  static final List<List<AccessCause>> ACCESS =
      List.of(
          List.of(
              new UnresolvedVariable(),
              new Symlink(),
              new OtherPath(),
              new DifferentVolume(),
              new DifferentSubpath(),
              new NotOnAPvc(),
              new NotYetVisible(),
              new Removed(),
              new StaleHandle(),
              new IoError(),
              new EncryptedLocked(),
              new MountFixesMode(),
              new UsernsWriter(),
              new UsernsUnmapped(),
              new PosixAcl(),
              new RootWithoutDac(),
              new FsgroupNotInProcess(),
              new FsgroupNotOnVolume(),
              new OnrootmismatchSkipped(),
              new FuseOwnerOnly(),
              new NfsRootSquash(),
              new NfsServerDenies(),
              new ServerDenies(),
              new SelinuxContextMount(),
              new SelinuxMcsMismatch(),
              new SelinuxType(),
              new LsmOrSeccompOther()),
          List.of(new DirNotSearchable(), new ModeDenies()));

  /** Asked where nothing else was found. */
  static final List<List<AccessCause>> UNEXPLAINED =
      List.of(
          List.of(new NotFound()),
          List.of(new UnexplainedDenial()),
          List.of(new UnexplainedError()));

  /** Why the mode may be as it is, said beside the denial where nothing surer explains it. */
  static final List<List<AccessCause>> ORIGIN = List.of(List.of(new SubpathOwnership()));

  /**
   * Why the refused process is another than the task that recorded the archive, said beside the
   * denial; one only.
   */
  static final List<List<AccessCause>> IDENTITY =
      List.of(
          List.of(new SccDiffers()),
          List.of(new ImageUserDiffers()),
          List.of(new GroupsFromImage()));

  /**
   * What shows in the content and in time, and what the next push will meet: first whether the file
   * is at rest and whole, then whether it is an image at all and which, then how it came to differ,
   * then what is normal.
   */
  static final List<ContentCause> CONTENT =
      List.of(
          new BeingWritten(),
          new VolumeFull(),
          new Truncated(),
          new AmbiguousArchive(),
          new UnexplainedDenialWhileReading(),
          new IoErrorWhileReading(),
          new UnexplainedErrorWhileReading(),
          new TwoWriters(),
          new CorruptBlob(),
          new IndexManifestMismatch(),
          new DirectoryInsteadOfFile(),
          new NotOci(),
          new AmbiguousIndex(),
          new RefNotFound(),
          new DigestKindConfusion(),
          new DigestNotInArchive(),
          new SameImageOtherForm(),
          new DockerArchive(),
          new OtherRun(),
          new OtherPath(),
          new DifferentVolume(),
          new DifferentSubpath(),
          new RewrittenInPlace(),
          new Replaced(),
          new StaleCache(),
          new OldImageExported(),
          new BuiltImageExported(),
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

  /** Why a file cannot be written; each that refuses is named. */
  static final List<WriteCause> WRITE =
      Stream.concat(
              Stream.of(
                  new FsErrorReadOnly(),
                  new ReadOnlyMountForWriting(),
                  new Immutable(),
                  new Quota(),
                  new VolumeFullForWriting(),
                  new UsernsUnmappedForWriting(),
                  new WriteDenied(),
                  new WriteDeniedOtherwise()),
              ErrorForWriting.ALL.stream())
          .<WriteCause>map(cause -> cause)
          .toList();

  /** Asked where nothing of that was found. */
  static final WriteCause WRITE_UNEXPLAINED = new UnexplainedErrorForWriting();

  private Causes() {}
}
