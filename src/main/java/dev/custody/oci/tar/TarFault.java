package dev.custody.oci.tar;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.Quoted;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.tar.TarHeader.BadHeader;
import java.util.regex.Pattern;

/**
 * Words what is wrong with a tar: the fault, its offset, and what to do.
 *
 * @param file what messages call this tar
 */
record TarFault(String file) {
  /** The first bytes of an image archive that is cut. */
  private static final Pattern FIRST_NAME =
      Pattern.compile(
          "(\\./)*(blobs|oci-layout|index\\.json|manifest\\.json|repositories|[0-9a-f]{64}|@\\w|PaxHeader"
              + "|pax_global_header)\\S*");

  private static final String EXPORT = ": export the image again.";

  UnreadableArchive malformed(long at, String what) {
    return at(Kind.MALFORMED, at, what);
  }

  UnreadableArchive tooLarge(long at, String what) {
    return at(Kind.TOO_LARGE, at, what);
  }

  UnreadableArchive ambiguous(long at, String what) {
    return at(Kind.AMBIGUOUS_ARCHIVE, at, what);
  }

  private UnreadableArchive at(Kind kind, long at, String what) {
    return new UnreadableArchive(kind, "offset " + at, file + " " + what + EXPORT);
  }

  UnreadableArchive badHeader(long at, String why) {
    return malformed(
        at,
        "has no valid tar header at offset "
            + at
            + " ("
            + why
            + "); the file was damaged or overwritten there, or the exporter wrote it wrongly");
  }

  /**
   * A first block that is not a header: another kind of file, unless its magic says it is a tar.
   */
  UnreadableArchive badFirstHeader(byte[] block, BadHeader why) {
    if (TarFields.text(block, 257, 5).equals("ustar")) {
      return badHeader(0, why.why());
    }
    return notATar(
        looksLikeText(block, block.length)
            ? "text: " + Quoted.of(TarFields.text(block, 0, 40).strip())
            : "bytes that are not a tar header");
  }

  /** A header that ends early; one at the start may be another kind of file. */
  UnreadableArchive cutHeader(byte[] block, int length, long at) {
    String start = TarFields.text(block, 0, length);
    boolean zeros = start.isEmpty() && TarHeader.isZero(block);
    if (at > 0 || zeros || FIRST_NAME.matcher(start).matches()) {
      return cut(
          at, "ends at " + (at + length) + ", inside the header that starts at offset " + at);
    }
    return notATar(
        looksLikeText(block, length)
            ? "text: " + Quoted.of(TarFields.text(block, 0, Math.min(length, 40)).strip())
            : length + " bytes that are not a tar header");
  }

  /** A tar that ends between entries or in a header. */
  UnreadableArchive cut(long at, String how) {
    return cut("offset " + at, "it", how);
  }

  /** A tar that ends in the content of an entry. */
  UnreadableArchive cutEntry(String name, String how) {
    String entry = "entry " + Quoted.of(name);
    return cut(entry, entry, how);
  }

  private UnreadableArchive cut(String place, String what, String how) {
    return new UnreadableArchive(
        Kind.TRUNCATED,
        place,
        file
            + " is cut short: "
            + what
            + " "
            + how
            + ". Wait until its writer has finished, or export the image again.");
  }

  private UnreadableArchive notATar(String found) {
    return new UnreadableArchive(
        Kind.NOT_AN_ARCHIVE,
        "offset 0",
        file
            + " is not an image archive: it starts with "
            + found
            + ". Give the tar that skopeo copy or buildah push wrote, or an image layout"
            + " directory.");
  }

  private static boolean looksLikeText(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int c = bytes[i] & 0xff;
      if (c == 0x7f || (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f')) {
        return false;
      }
    }
    return true;
  }
}
