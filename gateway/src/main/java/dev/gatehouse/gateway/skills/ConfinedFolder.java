package dev.gatehouse.gateway.skills;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A folder out of which nothing can be read.
///
/// Every folder on the way to a file is opened relative to the one before, by a single name and
/// without following links; so is the file. Paths are never joined or compared as text, and nothing
/// is checked first and opened by its path later: whoever swaps a file for a link in between makes
/// the reading fail. On a system that cannot open files so, nothing is read.
final class ConfinedFolder {

  static final int MAX_FILE = 1 << 20;
  static final int MAX_ENTRIES = 10_000;

  private final Path root;

  private ConfinedFolder(Path root) {
    this.root = root;
  }

  /// A folder; links on the way to it are followed, once.
  static ConfinedFolder at(Path folder) throws IOException {
    return new ConfinedFolder(folder.toRealPath());
  }

  /// Which version of a file there is.
  record Stamp(FileTime modified, long size, String file) {

    /// The coarsest clock of a file system, that of FAT.
    private static final Duration TICK = Duration.ofSeconds(2);

    /// {@return whether a change from now on shows} Within a tick of the file system's clock, a
    /// file that is written again with the same size keeps its stamp.
    boolean settled() {
      return modified.toInstant().plus(TICK).isBefore(Instant.now());
    }

    static Stamp of(BasicFileAttributes found) {
      return new Stamp(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
    }
  }

  /// An entry of a folder.
  record Entry(String name, boolean folder, Stamp stamp) {}

  /// {@return the plain files and the folders in a folder, sorted; nothing when it is none}
  List<Entry> entries(List<String> folder) throws IOException {
    return in(
        folder,
        at -> {
          var entries = new ArrayList<Entry>();
          for (String name : names(at)) {
            try {
              var kind = attributes(at, Path.of(name));
              if (kind.isDirectory() || kind.isRegularFile()) {
                entries.add(new Entry(name, kind.isDirectory(), Stamp.of(kind)));
              }
            } catch (NoSuchFileException _) {
              // It was there when the names were read; whoever saves a file may rename it.
            }
          }
          return entries;
        });
  }

  /// {@return the version of the file of this very name in every folder that has one, in one pass}
  Map<String, Stamp> inFolders(String file) throws IOException {
    return in(
        List.of(),
        at -> {
          var stamps = new TreeMap<String, Stamp>();
          for (String name : names(at)) {
            stampIn(at, Path.of(name), Path.of(file)).ifPresent(stamp -> stamps.put(name, stamp));
          }
          return stamps;
        });
  }

  private static Optional<Stamp> stampIn(SecureDirectoryStream<Path> at, Path folder, Path file)
      throws IOException {
    try {
      if (!attributes(at, folder).isDirectory()) {
        return Optional.empty();
      }
      // Only looked at, not opened: if the folder becomes a link meanwhile, reading it fails.
      BasicFileAttributes found = attributes(at, folder.resolve(file));
      return found.isRegularFile() ? Optional.of(Stamp.of(found)) : Optional.empty();
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /// {@return the version of a plain file, when there is one}
  Optional<Stamp> stamp(List<String> file) throws IOException {
    try {
      BasicFileAttributes found = in(parent(file), at -> attributes(at, entry(at, file.getLast())));
      return found.isRegularFile() ? Optional.of(Stamp.of(found)) : Optional.empty();
    } catch (SkillException | NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /// {@return the text of a plain file}
  String text(List<String> file) throws IOException {
    byte[] bytes = in(parent(file), at -> bytes(at, entry(at, file.getLast())));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      throw new SkillException(
          "\""
              + String.join("/", file)
              + "\" is no text: it has "
              + bytes.length
              + " bytes of"
              + " something else",
          binary);
    }
  }

  private static List<String> parent(List<String> file) {
    return file.subList(0, file.size() - 1);
  }

  /// Something to do in an open folder.
  private interface Work<T> {
    T in(SecureDirectoryStream<Path> folder) throws IOException;
  }

  private <T> T in(List<String> folders, Work<T> work) throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> folder) {
        return below(folder, folders, work);
      }
      throw new SkillException("this system cannot open files without following links");
    }
  }

  private static <T> T below(SecureDirectoryStream<Path> folder, List<String> folders, Work<T> work)
      throws IOException {
    if (folders.isEmpty()) {
      return work.in(folder);
    }
    Path next = entry(folder, folders.getFirst());
    if (!attributes(folder, next).isDirectory()) {
      throw new SkillException("\"" + next + "\" is no folder");
    }
    try (var opened = folder.newDirectoryStream(next, LinkOption.NOFOLLOW_LINKS)) {
      return below(opened, folders.subList(1, folders.size()), work);
    }
  }

  private static List<String> names(SecureDirectoryStream<Path> folder) throws IOException {
    var names = new ArrayList<String>();
    try {
      for (Path entry : folder) {
        if (names.size() == MAX_ENTRIES) {
          throw new SkillException("a folder has more than " + MAX_ENTRIES + " entries");
        }
        names.add(entry.getFileName().toString());
      }
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    names.sort(null);
    return names;
  }

  /// Finds an entry by its name; the folder is listed only when there is none of this very name. A
  /// list may lack a file that lies still while others are renamed, which not every file system
  /// keeps apart.
  private static Path entry(SecureDirectoryStream<Path> folder, String wanted) throws IOException {
    if (has(folder, wanted)) {
      return Path.of(wanted);
    }
    return FileName.among(names(folder), wanted)
        .map(Path::of)
        .orElseThrow(() -> new SkillException("there is no \"" + FileName.shown(wanted) + "\""));
  }

  private static boolean has(SecureDirectoryStream<Path> folder, String name) {
    try {
      var _ = attributes(folder, Path.of(name));
      return true;
    } catch (IOException | InvalidPathException _) {
      return false; // a name the system refuses is not among those it lists either
    }
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path entry)
      throws IOException {
    return folder
        .getFileAttributeView(entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  private static byte[] bytes(SecureDirectoryStream<Path> folder, Path entry) throws IOException {
    // A pipe or a device would block or never end.
    if (!attributes(folder, entry).isRegularFile()) {
      throw new SkillException("\"" + entry + "\" is no plain file");
    }
    try (SeekableByteChannel file =
        folder.newByteChannel(entry, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      var bytes = new ByteArrayOutputStream();
      var buffer = ByteBuffer.allocate(8_192);
      while (file.read(buffer) >= 0) {
        bytes.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        if (bytes.size() > MAX_FILE) {
          throw new SkillException("\"" + entry + "\" has more than " + MAX_FILE + " bytes");
        }
      }
      return bytes.toByteArray();
    }
  }
}
