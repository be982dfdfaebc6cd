package dev.custody.linux;

import org.jspecify.annotations.Nullable;

/**
 * One component of a path walk with the outcome of every attempt on it.
 *
 * @param path absolute path of the component, symbolic links before it already followed
 * @param status what lstat said; null exactly when {@code lstat} did not succeed
 * @param open open(2) for reading: of a directory to list it, of a regular file to read it
 * @param read one byte of a regular file, or the first directory entry
 * @param linkTarget the text of a symbolic link
 * @param mountId the mount of the mount table that covers this component; null if the table could
 *     not be read
 * @param label {@code security.selinux}
 * @param acl {@code system.posix_acl_access}
 * @param nfs4Acl {@code system.nfs4_acl}: only whether there is one
 */
public record Component(
    String path,
    @Nullable FileStatus status,
    Outcome lstat,
    Outcome open,
    Outcome read,
    @Nullable String linkTarget,
    @Nullable Integer mountId,
    ExtendedAttribute label,
    ExtendedAttribute acl,
    ExtendedAttribute nfs4Acl) {
  public Component {
    PathText.require(path);
    PathText.require(linkTarget);
  }
}
