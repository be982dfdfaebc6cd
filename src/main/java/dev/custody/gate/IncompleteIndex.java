package dev.custody.gate;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.DescriptorKind;
import dev.custody.oci.Instance;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.RecordedEvidence.Look;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index of which blobs are missing ({@code ctr images export} of one platform) cannot be pushed:
 * skopeo pushes one of its platforms, which has another digest. A digest alone does not say whether
 * that is meant; the record of the same archive does.
 */
final class IncompleteIndex {
  private static final int SHOWN = 5;

  private IncompleteIndex() {}

  /**
   * Why an equal index does not prove that a push publishes what was recorded.
   *
   * @param source what recorded the index
   * @param recorded null where it was a digest alone
   */
  static Optional<String> reason(String source, @Nullable Look recorded, ArchiveEvidence observed) {
    List<Instance> missing = observed.image().incomplete();
    if (missing.isEmpty() || (recorded != null && sameArchive(recorded, missing, observed))) {
      return Optional.empty();
    }
    String path = observed.file().path();
    return Optional.of(
        path
            + " does not hold all of the index that "
            + source
            + (recorded == null ? " names" : " recorded")
            + ", so no push from it publishes this index: "
            + names(missing)
            + (missing.size() == 1 ? " is" : " are")
            + " missing or incomplete; "
            + pushed(observed));
  }

  private static boolean sameArchive(Look recorded, List<Instance> missing, ArchiveEvidence now) {
    return switch (recorded) {
      case RecordedEvidence.Full full -> {
        ArchiveEvidence before = full.archive();
        yield (before != null && before.image().instances() != null)
            ? before.image().incomplete().equals(missing)
            : Objects.equals(full.size(), now.file().size())
                && Objects.equals(full.indexDigest(), now.file().indexDigest());
      }
      case RecordedEvidence.Compact compact ->
          Objects.equals(
              compact.record().checks().incomplete(), CompactRecord.Checks.incomplete(missing));
    };
  }

  private static String pushed(ArchiveEvidence observed) {
    List<Instance> instances = observed.image().instances();
    List<Instance> whole =
        instances == null
            ? List.of()
            : instances.stream().filter(instance -> isPushed(observed, instance)).toList();
    return whole.isEmpty()
        ? "none of its platforms can be pushed. Export the image again"
        : "a push publishes "
            + names(whole)
            + ". Give that digest, the record of this archive, or export all platforms";
  }

  private static boolean isPushed(ArchiveEvidence observed, Instance instance) {
    return DigestRoles.weightiest(observed, instance.manifest().digest())
        instanceof Role.PlatformManifest;
  }

  private static String names(List<Instance> instances) {
    String names =
        instances.stream()
            .limit(SHOWN)
            .map(Instance::manifest)
            .map(one -> DescriptorKind.platform(one) + " (" + one.digest() + ")")
            .collect(Collectors.joining(", "));
    return instances.size() > SHOWN ? names + " and others" : names;
  }
}
