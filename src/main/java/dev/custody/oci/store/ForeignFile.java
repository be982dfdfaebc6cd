package dev.custody.oci.store;

import dev.custody.oci.Problem.Kind;
import dev.custody.oci.UnreadableArchive;
import dev.custody.oci.read.Decompression;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises files that are no tar by their first bytes. */
public final class ForeignFile {
  /** The number of first bytes that are looked at: a tar's first header. */
  public static final int START = 512;

  private static final int CHECKSUM = 148;

  /**
   * A form of file.
   *
   * @param magic what it begins with, in ISO 8859-1
   * @param what a noun phrase
   * @param advice a sentence; empty for the usual one
   */
  private record Form(String magic, String what, String advice) {
    Form(String magic, String what) {
      this(magic, what, "");
    }
  }

  private static final String UNPACK = "Unpack it, and give the tar or image layout in it.";

  private static final List<Form> FORMS =
      List.of(
          new Form("PK\3\4", "a ZIP archive", UNPACK),
          new Form("PK\5\6", "an empty ZIP archive"),
          new Form("PK\7\b", "a ZIP archive", UNPACK),
          new Form("Rar!\32\7", "a RAR archive", UNPACK),
          new Form("7z\u00bc\u00af\47\34", "a 7-Zip archive", UNPACK),
          new Form(
              "\4\"M\30",
              "lz4-compressed",
              "skopeo does not read lz4; unpack it first with lz4 -d."),
          new Form(
              "]\0\0",
              "compressed in the old lzma form",
              "skopeo does not read it; unpack it first with xz -d."),
          new Form("LZIP", "lzip-compressed", "skopeo does not read it; unpack it first."),
          new Form("\37\u009d", "compressed by compress(1)", "Unpack it first with gzip -d."),
          new Form("MSCF", "a cabinet archive", UNPACK),
          new Form("xar!", "a xar archive", UNPACK),
          new Form("!<arch>\n", "an ar archive, such as a Debian package"),
          new Form("070701", "a cpio archive"),
          new Form("\u00ed\u00ab\u00ee\u00db", "an RPM package"),
          new Form("hsqs", "a squashfs file system"),
          new Form("QFI\u00fb", "a qcow2 disk image"),
          new Form("\177ELF", "an ELF program"),
          new Form("MZ", "a Windows program"),
          new Form("%PDF-", "a PDF document"),
          new Form("SQLite format 3\0", "an SQLite database"),
          new Form("GGUF", "a GGUF model"),
          new Form(
              "version https://git-lfs.github.com/spec/",
              "a Git LFS pointer, not the file itself",
              "Fetch the file with git lfs pull."),
          new Form("-----BEGIN ", "PEM or OpenPGP text"));

  private ForeignFile() {}

  /**
   * Refuses a file that is known to be something other than a tar.
   *
   * @param start the first {@link #START} bytes, or all where there are fewer
   * @param file what messages call it
   */
  public static void refuse(byte[] start, String file) throws UnreadableArchive {
    if (isTarHeader(start)) {
      return;
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    Form form = form(text);
    if (form != null) {
      throw new UnreadableArchive(
          Kind.NOT_AN_ARCHIVE,
          "offset 0",
          file
              + " is not an image archive: it is "
              + form.what()
              + ". "
              + (form.advice().isEmpty()
                  ? "Give the tar that skopeo copy or buildah push wrote, or an image layout"
                      + " directory."
                  : form.advice()));
    }
  }

  private static @Nullable Form form(String start) {
    for (Form form : FORMS) {
      if (start.startsWith(form.magic())) {
        return form;
      }
    }
    if (Decompression.isSkippableZstdFrame(start.getBytes(StandardCharsets.ISO_8859_1))) {
      return new Form(
          "",
          "zstd data that begins with a skippable frame",
          "skopeo does not know it as zstd; unpack it first with zstd -d.");
    }
    String text = start.stripLeading();
    if (text.startsWith("{") || text.startsWith("[")) {
      return new Form(
          "",
          "JSON text",
          "Give the archive or image layout itself, not a manifest, an index or a record.");
    }
    if (text.startsWith("<")) {
      return new Form(
          "", "HTML or XML text", "Perhaps a server answered with a page: fetch the file again.");
    }
    return null;
  }

  /** Whether the header's checksum fits (POSIX ustar; some old writers summed signed bytes). */
  private static boolean isTarHeader(byte[] start) {
    if (start.length < START) {
      return false;
    }
    int unsigned = 0;
    int signed = 0;
    for (int i = 0; i < START; i++) {
      boolean blank = i >= CHECKSUM && i < CHECKSUM + 8;
      unsigned += blank ? ' ' : start[i] & 0xff;
      signed += blank ? ' ' : start[i];
    }
    String stored =
        new String(start, CHECKSUM, 8, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    if (!stored.matches("[0-7]{1,7}")) {
      return false;
    }
    int sum = Integer.parseInt(stored, 8);
    return sum == unsigned || sum == signed;
  }
}
