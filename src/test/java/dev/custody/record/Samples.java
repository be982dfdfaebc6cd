package dev.custody.record;

import dev.custody.linux.Capabilities;
import dev.custody.linux.Component;
import dev.custody.linux.Credentials;
import dev.custody.linux.DirectoryListing;
import dev.custody.linux.ExtendedAttribute;
import dev.custody.linux.FileStatus;
import dev.custody.linux.FileType;
import dev.custody.linux.IdRange;
import dev.custody.linux.Ids;
import dev.custody.linux.ListedEntry;
import dev.custody.linux.Mount;
import dev.custody.linux.Outcome;
import dev.custody.linux.PathWalk;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.Space;
import dev.custody.linux.UserNamespace;
import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Depth;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Platform;
import dev.custody.oci.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record in which every kind of value occurs. */
public final class Samples {
  private Samples() {}

  /** A readable archive with a nested index, one problem and one finding. */
  public static ExecutionRecord record() {
    Ids ids = new Ids(1000970000, 1000970000, 1000970000, 1000970000);
    ProcessIdentity process =
        new ProcessIdentity(
            new Credentials(ids, new Ids(0, 0, 0, 0), List.of(0L, 1000970000L)),
            new Capabilities(List.of(), List.of(), List.of(), List.of("CAP_CHOWN"), List.of()),
            true,
            "filter",
            "0022",
            "system_u:system_r:container_t:s0:c3,c4",
            new UserNamespace(
                List.of(new IdRange(0, 0, 4294967295L)),
                List.of(new IdRange(0, 0, 4294967295L)),
                "allow",
                65534L,
                65534L),
            Instant.parse("2026-11-23T07:50:00Z"),
            Map.of("NewField", "1"));
    Instant time = Instant.parse("2026-11-23T07:59:00.123456789Z");
    Component file =
        new Component(
            "/workspace/source/image.tar",
            new FileStatus(
                FileType.REGULAR, 0644, 0, 1000970000, 20480, "7:14", 13, 1, time, time, time),
            new Outcome.Succeeded(),
            new Outcome.Failed("EACCES", "Permission denied"),
            new Outcome.NotAttempted("open failed"),
            null,
            1046,
            new ExtendedAttribute.Present("system_u:object_r:container_file_t:s0:c1,c2"),
            new ExtendedAttribute.Absent("ENODATA"),
            new ExtendedAttribute.NotChecked("no native access"));
    Digest digest = Digest.parse("sha256:" + "a".repeat(64));
    Descriptor manifest =
        new Descriptor(
            "application/vnd.oci.image.manifest.v1+json",
            digest,
            512,
            new Platform("linux", "arm", "v7"),
            Map.of(Descriptor.REF_NAME, "latest"));
    ArchiveEvidence archive =
        new ArchiveEvidence(
            new ArchiveFile(
                "/workspace/source/image.tar",
                ArchiveFile.Format.OCI_ARCHIVE,
                ArchiveFile.Compression.NONE,
                20480,
                null,
                true,
                Digest.parse("sha512:" + "b".repeat(128)),
                List.of(manifest),
                List.of("latest"),
                List.of()),
            new ArchivedImage(
                manifest,
                "the only entry in index.json",
                digest,
                null,
                manifest,
                List.of(manifest),
                List.of(digest),
                new Platform("linux", "amd64", null),
                "2026-11-23T07:58:00Z"),
            new ArchiveChecks(
                Depth.STRUCTURE,
                2,
                1024,
                null,
                null,
                List.of(
                    new Problem(
                        Problem.Kind.SIZE_MISMATCH,
                        "blobs/sha256/aaaa",
                        "512",
                        "513",
                        "wrong size")),
                List.of("no end-of-archive marker")));
    return new ExecutionRecord(
        ExecutionRecord.SCHEMA_VERSION,
        "0.1.0",
        Instant.parse("2026-11-23T08:00:00Z"),
        new Step(
            "run-1",
            "uid-1",
            "build",
            "run-1-build",
            "uid-2",
            new PodIdentity("pod-1", "uid-3", "ns", "node-1", "pipeline"),
            "record",
            "0",
            "pipelines-scc",
            "boot-1",
            "6.18.0"),
        process,
        List.of(
            new Mount(
                1046,
                1045,
                "7:14",
                "/",
                "/workspace/source",
                List.of("rw", "relatime"),
                List.of("shared:1"),
                "ext4",
                "/dev/loop14",
                List.of("rw", "seclabel"))),
        new ObservedArchive(
            new PathWalk("/workspace/source/image.tar", List.of(file), null),
            null,
            archive,
            null,
            new Waiting(2, 1000, List.of("size 10240 to 20480")),
            null),
        List.of(),
        new Workspace(
            new Space("/workspace/source", 1000L, 500L, 10L, 5L, null),
            List.of(
                new DirectoryListing(
                    "/workspace/source",
                    List.of(
                        new ListedEntry(
                            "link",
                            FileType.SYMLINK,
                            0777,
                            0,
                            0,
                            9,
                            Instant.EPOCH,
                            "image.tar",
                            "system_u:object_r:container_file_t:s0")),
                    3,
                    "EACCES")),
            List.of(new FileHash("/workspace/source/auth.json", null, "EACCES"))),
        new TemporaryDirectory(new Space("/var/tmp", null, null, null, null, "EACCES"), List.of()),
        List.of(
            new Finding(
                CauseId.SELINUX_MCS_MISMATCH,
                Finding.Confidence.CERTAIN,
                "the volume has another SELinux level",
                List.of("own level s0:c3,c4"),
                List.of(RuledOut.of(CauseId.MODE_DENIES, "mode 0644 allows reading")),
                "give all pods one level",
                "ausearch -m avc -ts recent")),
        List.of(new NotDone("extended attributes", List.of(CauseId.POSIX_ACL))));
  }

  /** The same step, having seen another archive; null for none. */
  public static ExecutionRecord record(@Nullable ArchiveEvidence archive) {
    ExecutionRecord sample = record();
    return new ExecutionRecord(
        sample.schemaVersion(),
        sample.custody(),
        sample.createdAt(),
        sample.step(),
        sample.process(),
        sample.mounts(),
        new ObservedArchive(sample.archive().walk(), null, archive, null, null, null),
        sample.files(),
        sample.workspace(),
        sample.temporary(),
        List.of(),
        List.of());
  }
}
