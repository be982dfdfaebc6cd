package dev.custody.report.text;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.custody.oci.ArchiveChecks;
import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.ArchiveFile;
import dev.custody.oci.ArchivedImage;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inspect --format json} prints: the evidence with all keys at the top, where scripts
 * look for them.
 *
 * @param archiveDigest of the archive's file; only when asked for
 * @param find what {@code --find} was asked; null without it
 */
public record ArchiveView(
    @Nullable Digest archiveDigest,
    @Nullable Digest configDigest,
    @Nullable Find find,
    @JsonUnwrapped @JsonIgnoreProperties("digest") ArchiveFile file,
    @JsonUnwrapped ArchivedImage image,
    @JsonUnwrapped ArchiveChecks checks) {
  /** The question and its answers; no roles means the digest is not in the archive. */
  public record Find(Digest digest, List<RoleView> roles) {
    public Find {
      roles = List.copyOf(roles);
    }
  }

  /** One role, as a name for machines and words for people. */
  public record RoleView(String role, String words) {}

  /** The view of one inspection. */
  public static ArchiveView of(ArchiveEvidence archive, @Nullable Digest find, List<Role> roles) {
    return new ArchiveView(
        archive.file().digest(),
        archive.image().config() == null ? null : archive.image().config().digest(),
        find == null
            ? null
            : new Find(
                find,
                roles.stream()
                    .map(r -> new RoleView(r.getClass().getSimpleName(), ArchiveText.words(r)))
                    .toList()),
        archive.file(),
        archive.image(),
        archive.checks());
  }
}
