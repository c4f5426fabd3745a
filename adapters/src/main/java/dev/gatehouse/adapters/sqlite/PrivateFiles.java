package dev.gatehouse.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files and folders that only their owner may read, on systems that know permissions.
final class PrivateFiles {

  private PrivateFiles() {}

  /// Makes a folder with its parents unless it is there.
  static Path folder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return path;
    }
    return Files.createDirectories(path, only(path, "rwx------"));
  }

  /// Makes an empty file unless it is there.
  static Path file(Path path) throws IOException {
    if (Files.exists(path)) {
      return path;
    }
    try {
      return Files.createFile(path, only(path, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      return path; // somebody else was quicker, which is as good
    }
  }

  /// Makes the names in a folder durable, where the system can.
  static void sync(Path folder) throws IOException {
    if (knowsPermissions(folder)) { // a POSIX system; others cannot open a folder
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FileAttribute<?>[] only(Path path, String permissions) {
    return knowsPermissions(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean knowsPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
