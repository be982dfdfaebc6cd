package dev.custody.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/** Compressed bytes for tests. */
public final class Compressed {
  private Compressed() {}

  public static byte[] bzip2(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out)) {
      bzip2.write(content);
    }
    return out.toByteArray();
  }

  public static byte[] xz(byte[] content) throws IOException {
    return xz(content, new LZMA2Options(), XZ.CHECK_CRC64);
  }

  public static byte[] xz(byte[] content, FilterOptions filter, int check) throws IOException {
    return xz(content, new FilterOptions[] {filter}, check);
  }

  public static byte[] xzWithX86Filter(byte[] content) throws IOException {
    return xz(content, new FilterOptions[] {new X86Options(), new LZMA2Options()}, XZ.CHECK_CRC64);
  }

  private static byte[] xz(byte[] content, FilterOptions[] filters, int check) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(out, filters, check)) {
      xz.write(content);
    }
    return out.toByteArray();
  }

  /** Changes the dictionary size that the first block's header claims, and its checksum. */
  public static byte[] claimDictionary(byte[] xz, int coded) {
    int length = ((xz[12] & 0xff) + 1) * 4;
    xz[16] = (byte) coded;
    CRC32 crc = new CRC32();
    crc.update(xz, 12, length - 4);
    for (int i = 0; i < 4; i++) {
      xz[12 + length - 4 + i] = (byte) (crc.getValue() >> (8 * i));
    }
    return xz;
  }

  public static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
