package dev.gatehouse.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite's native code, unpacked once into a folder of ours.
///
/// The driver would unpack it into the temporary folder at each start, under a new name that it
/// removes only in an orderly stop: every killed process would leave one behind. Where our copy
/// cannot be loaded, the driver still does so.
final class NativeSqlite {

  private static final String FOLDER = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeSqlite() {}

  /// Unpacks the library unless it is there, and tells the driver where it is. A process loads it
  /// once, from the first store it opens.
  ///
  /// @param folder belongs to us alone; other versions in it are removed
  static void unpack(Path folder) throws IOException {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    byte[] packed = packed(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name);
    if (packed.length == 0) {
      return; // an unknown platform: the driver says so better than we could
    }
    Path library = PrivateFiles.folder(folder).resolve(SQLiteJDBCLoader.getVersion() + "-" + name);
    if (!Files.exists(library) || !Arrays.equals(Files.readAllBytes(library), packed)) {
      clear(folder);
      Path fresh = Files.createTempFile(folder, "fresh", ".tmp");
      Files.write(fresh, packed);
      Files.move(fresh, library, StandardCopyOption.REPLACE_EXISTING);
    }
    System.setProperty(FOLDER, folder.toString());
    System.setProperty(NAME, library.getFileName().toString());
  }

  private static byte[] packed(String resource) throws IOException {
    try (InputStream bytes = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      return bytes == null ? new byte[0] : bytes.readAllBytes();
    }
  }

  private static void clear(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
  }
}
