package dev.custody.report.cluster;

import dev.custody.linux.MlsRange;
import dev.custody.linux.Mount;
import dev.custody.linux.ProcessIdentity;
import dev.custody.linux.SecurityLabel;
import dev.custody.record.Step;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The step that took a record, with its role in the run and with what the cluster's settings can be
 * compared with.
 *
 * @param task as people call it
 * @param archive path of the archive; null where the record does not know it
 * @param mount that covers the archive
 * @param compact whether only a compact record of it is known
 * @param baseline whether its image is the one that the others are compared with
 * @param found what it found at the archive's path
 * @param written when the archive's file was last written (mtime); null where the record does not
 *     know it
 */
public record ObservedStep(
    String task,
    Step step,
    Instant at,
    ProcessIdentity process,
    @Nullable String archive,
    @Nullable Mount mount,
    boolean compact,
    boolean baseline,
    Found found,
    @Nullable Instant written) {
  /** What a step found at the archive's path. */
  public enum Found {
    /** The image that the run recorded. */
    RECORDED_IMAGE,
    /** The system refused to read it. */
    REFUSED,
    /** Another image, a damaged one, none, or nothing that can be compared. */
    ANYTHING_ELSE
  }

  /** The label of the process under SELinux; null without it. */
  @Nullable SecurityLabel label() {
    return SecurityLabel.selinux(process.label()).orElse(null);
  }

  /** The level of the process under SELinux; null without one. */
  @Nullable MlsRange level() {
    SecurityLabel label = label();
    return label == null ? null : label.range();
  }
}
