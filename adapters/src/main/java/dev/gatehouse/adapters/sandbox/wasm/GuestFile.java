package dev.gatehouse.adapters.sandbox.wasm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Our side of the interpreter, `guest.py`, which must lie where it looks. Programs can reach it,
/// so nothing about it is believed: unless it is what we wrote, it is written anew.
final class GuestFile {

  private static final String NAME = "guest.py";
  private static final byte[] CONTENT = load();

  private GuestFile() {}

  static void write(Path home) throws IOException {
    Path file = home.resolve(NAME);
    if (isOurs(file)) {
      return;
    }
    Files.deleteIfExists(file);
    Files.write(file, CONTENT, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == CONTENT.length
        && Arrays.equals(Files.readAllBytes(file), CONTENT);
  }

  private static byte[] load() {
    try (InputStream resource = GuestFile.class.getResourceAsStream(NAME)) {
      if (resource == null) {
        throw new IllegalStateException("\"" + NAME + "\" is not on the class path");
      }
      return resource.readAllBytes();
    } catch (IOException broken) {
      throw new IllegalStateException("\"" + NAME + "\" cannot be read", broken);
    }
  }
}
