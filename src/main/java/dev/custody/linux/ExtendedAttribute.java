package dev.custody.linux;

/** The answer to one getxattr(2), xattr(7). */
public sealed interface ExtendedAttribute {
  /** The attribute's value as text: a security label; an ACL in the short form of acl(5). */
  record Present(String value) implements ExtendedAttribute {}

  /** The file has no such attribute, or its file system keeps none (ENODATA, ENOTSUP). */
  record Absent(String errno) implements ExtendedAttribute {}

  /** The kernel refused to say (EACCES). */
  record Refused(String errno) implements ExtendedAttribute {}

  /** The attribute was not asked for, and why. */
  record NotChecked(String reason) implements ExtendedAttribute {}
}
