package dev.gatehouse.adapters.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks into a folder that a program filled, and believes nothing it sees: links are never
/// followed, on the way neither, and only plain files are read.
final class WorkFiles {

  /// A larger file stays where it is.
  static final long MOST_BYTES = 10L << 20;

  private static final int DEEPEST = 8;
  private static final int MOST_ENTRIES = 2_000;

  private WorkFiles() {}

  /// What lies there.
  ///
  /// @param refusal why it is not read, empty when it may be
  record Found(long size, long changed, String refusal) {}

  /// {@return what lies in the folder and the folders in it, by its path from there}
  static Map<String, Found> list(Path folder) throws IOException {
    Map<String, Found> found = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      if (entries instanceof SecureDirectoryStream<Path> secure) {
        list(secure, folder, "", found);
      }
    }
    return found;
  }

  private static void list(
      SecureDirectoryStream<Path> folder, Path path, String prefix, Map<String, Found> into)
      throws IOException {
    for (Path entry : folder) {
      if (into.size() >= MOST_ENTRIES) {
        return;
      }
      Path name = entry.getFileName();
      BasicFileAttributes attributes;
      try {
        attributes = attributes(folder, name);
      } catch (IOException _) {
        continue; // it is gone again
      }
      String place = prefix + name;
      if (!attributes.isDirectory()) {
        into.put(place, judged(path.resolve(name), attributes));
      } else if (place.split("/", -1).length <= DEEPEST) {
        try (SecureDirectoryStream<Path> below =
            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          list(below, path.resolve(name), place + "/", into);
        }
      }
    }
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static Found judged(Path file, BasicFileAttributes attributes) throws IOException {
    return new Found(
        attributes.size(), attributes.lastModifiedTime().toMillis(), refusal(file, attributes));
  }

  private static String refusal(Path file, BasicFileAttributes attributes) throws IOException {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (!attributes.isRegularFile()) {
      return "a device, pipe or socket";
    }
    if (attributes.size() > MOST_BYTES) {
      return "larger than " + (MOST_BYTES >> 20) + " MiB";
    }
    if (links(file) > 1) {
      return "a file with several names";
    }
    return Holes.in(file, attributes.size()) ? "a sparse file" : "";
  }

  private static int links(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
        : 1;
  }

  /// {@return the bytes of a file that [#list] found}
  ///
  /// @throws IOException when it is not what it was
  static byte[] read(Path folder, String place) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      if (entries instanceof SecureDirectoryStream<Path> secure) {
        return read(secure, folder, Path.of(place));
      }
    }
    throw new IOException("this system cannot read \"" + place + "\" without following links");
  }

  private static byte[] read(SecureDirectoryStream<Path> folder, Path path, Path place)
      throws IOException {
    Path first = place.getName(0);
    if (place.getNameCount() > 1) {
      try (SecureDirectoryStream<Path> below =
          folder.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
        return read(below, path.resolve(first), place.subpath(1, place.getNameCount()));
      }
    }
    String refusal = refusal(path.resolve(first), attributes(folder, first));
    if (!refusal.isEmpty()) {
      throw new IOException("\"" + first + "\" became " + refusal);
    }
    try (SeekableByteChannel channel =
        folder.newByteChannel(first, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return read(channel);
    }
  }

  private static byte[] read(SeekableByteChannel channel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    while (channel.read(piece.clear()) >= 0) {
      bytes.write(piece.array(), 0, piece.position());
      if (bytes.size() > MOST_BYTES) {
        throw new IOException("it grew while it was read");
      }
    }
    return bytes.toByteArray();
  }
}
