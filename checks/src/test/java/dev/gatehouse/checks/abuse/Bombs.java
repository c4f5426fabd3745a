package dev.gatehouse.checks.abuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small files that become 100 MB and more when somebody unpacks them.
final class Bombs {

  private static final int PIECE = 1 << 20;
  private static final int PIECES = 100;

  private Bombs() {}

  static byte[] gzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      zeros(out);
    }
    return bytes.toByteArray();
  }

  static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("../../bomb"));
      zeros(out);
    }
    return bytes.toByteArray();
  }

  private static void zeros(OutputStream out) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < PIECES; i++) {
      out.write(piece);
    }
  }
}
