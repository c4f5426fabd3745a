package dev.gatehouse.adapters.delivery;

import dev.gatehouse.core.delivery.Letter;
import dev.gatehouse.core.spi.DeliveryChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// Writes letters to files in one folder, and nowhere else: names are single names, and a link that
/// stands in their place is replaced or refused, never followed.
public final class FolderChannel implements DeliveryChannel {

  private static final int MAX_NAME = 120;

  private final Path folder;
  private final Name name;
  private final Manner manner;

  /// What becomes of a file that is there already.
  public enum Manner {
    /// It is replaced, at once and whole.
    REPLACE,
    /// What is new is added at its end.
    APPEND
  }

  /// Says in which file a letter goes.
  public interface Name {

    /// {@return a name; what no file name may hold is replaced}
    String of(Letter letter);
  }

  private FolderChannel(Path folder, Name name, Manner manner) {
    this.folder = folder;
    this.name = name;
    this.manner = manner;
  }

  /// A channel into a folder, which is made when it is not there.
  ///
  /// @throws UncheckedIOException when nothing can be written there
  public static FolderChannel into(Path folder, Name name, Manner manner) {
    try {
      Path whole = folder.toAbsolutePath();
      Files.createDirectories(whole);
      Path real = whole.toRealPath();
      if (!Files.isWritable(real)) {
        throw new FileSystemException(whole.toString(), null, "nothing can be written there");
      }
      return new FolderChannel(real, name, manner);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  @Override
  public Receipt send(Part part) {
    Path file = folder.resolve(plain(name.of(part.letter())));
    try {
      switch (manner) {
        case REPLACE -> replace(file, part);
        case APPEND -> append(file, part);
      }
      return new Receipt.Delivered();
    } catch (IOException failed) {
      return Receipt.Later.of(
          "\"" + file.getFileName() + "\" cannot be written: " + failed.getClass().getSimpleName());
    }
  }

  private void replace(Path file, Part part) throws IOException {
    Path draft = folder.resolve("." + part.id() + ".part");
    Files.deleteIfExists(draft);
    write(
        draft, part.text() + "\n", Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// The id stands above what it adds: after a crash a letter can be there twice.
  private static void append(Path file, Part part) throws IOException {
    Letter letter = part.letter();
    String head = "--- " + letter.at() + " " + letter.event() + " " + part.id() + "\n";
    write(
        file,
        head + part.text() + "\n\n",
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS));
  }

  private static void write(Path file, String text, Set<OpenOption> how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        var _ = channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static String plain(String wanted) {
    String name =
        wanted.strip().replaceAll("[^\\p{L}\\p{N}._ @+-]", "_").replaceFirst("^\\.+", "_");
    String bounded = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    return bounded.isBlank() ? "_" : bounded;
  }
}
