package dev.gatehouse.protocols.http;

import dev.gatehouse.core.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// A key of 32 bytes in a file that only its owner may read: 64 hexadecimal digits.
///
/// The file is written beside its place, made durable and then renamed, so that it is whole or not
/// there. One that others may read is refused. Used by one process at a time, which the data
/// folder's lock ensures.
public final class KeyFile {

  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /// {@return the key in the file, which is made when it is not there}
  ///
  /// @throws StoreException when it cannot be read or made, is damaged, or others may read it
  public static byte[] readOrCreate(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) {
        create(file, random);
      }
      return read(file);
    } catch (IOException broken) {
      throw new StoreException("the key file \"" + file + "\" cannot be used", broken);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (knowsPermissions(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new FileSystemException(
          file.toString(), null, "others may read it; run: chmod 600 " + file);
    }
    var text = Files.readString(file, StandardCharsets.US_ASCII).strip();
    if (text.length() != 2 * BYTES || !text.chars().allMatch(HexFormat::isHexDigit)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "it does not hold 64 hexadecimal digits; restore it from a backup");
    }
    return HexFormat.of().parseHex(text);
  }

  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    var draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    if (knowsPermissions(file)) {
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(OWNER));
    } else {
      Files.createFile(draft);
    }
    try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      var text = HexFormat.of().formatHex(key) + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean knowsPermissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
