package dev.custody.gate;

import dev.custody.diagnosis.DigestKinds;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether several pieces of recorded evidence speak of one image. */
final class Agreement {
  private Agreement() {}

  static List<Difference> differences(List<Recorded> recorded) {
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

  private static @Nullable Difference between(Recorded first, Recorded second) {
    ArchiveEvidence a = first.archive();
    ArchiveEvidence b = second.archive();
    if (a == null || b == null) {
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
    if (first.bare() != second.bare()) {
      return first.bare() ? kind(first, a, second, b) : kind(second, b, first, a);
    }
    String what = "manifest digest";
    Digest one = a.digest();
    Digest two = b.digest();
    if (one == null || two == null) {
      what = "config digest";
      one = digest(a.config());
      two = digest(b.config());
    }
    return one == null || two == null || one.equals(two)
        ? null
        : new Difference.Disagreement(
            what, first.source(), one.toString(), second.source(), two.toString());
  }

  /** The same record, by its time, with other bytes: somebody changed the file on the volume. */
  private static boolean rewritten(Recorded first, Recorded second) {
    return first.at() != null
        && first.at().equals(second.at())
        && first.document() != null
        && second.document() != null
        && !first.document().equals(second.document());
  }

  /** A lone digest may name any part of the recorded archive; only the manifest agrees. */
  private static @Nullable Difference kind(
      Recorded lone, ArchiveEvidence alone, Recorded full, ArchiveEvidence archive) {
    Digest digest = alone.digest();
    Digest manifest = archive.digest();
    if (digest == null || manifest == null) {
      return null;
    }
    Role role = DigestKinds.find(archive, digest);
    if (role == null) {
      return new Difference.Disagreement(
          "manifest digest", lone.source(), digest.toString(), full.source(), manifest.toString());
    }
    return switch (role) {
      case Role.SelectedManifest _, Role.PlatformManifest _ -> null;
      default ->
          new Difference.OtherKind(lone.source(), digest, role, "manifest digest " + manifest);
    };
  }

  private static @Nullable Digest digest(@Nullable Descriptor descriptor) {
    return descriptor == null ? null : descriptor.digest();
  }
}
