package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.StoreInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The folder a store lives in, held by one process until it is closed.
///
/// The lock is the operating system's, so that it ends with the process, however that ends. It
/// covers one byte far behind the process id in the file, so that the id stays readable where locks
/// are mandatory.
final class DataFolder implements AutoCloseable {

  /// Folders held by this process. The system's locks do not keep a process from itself; worse,
  /// closing a second channel on the lock file would release the lock of the first.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final String LOCK_FILE = "gatehouse.lock";
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final int PID_DIGITS = 20;

  private final Path folder;
  private final FileChannel lockFile;

  private DataFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /// Makes the folder if need be, for the owner's eyes only, and takes hold of it.
  ///
  /// @throws StoreInUseException when it is held already
  static DataFolder hold(Path path) throws IOException {
    var folder = PrivateFiles.folder(path).toRealPath();
    if (!HELD.add(folder)) {
      throw new StoreInUseException(folder.toString(), ProcessHandle.current().pid());
    }
    try {
      return new DataFolder(folder, lock(folder));
    } catch (IOException | StoreInUseException e) {
      HELD.remove(folder);
      throw e;
    }
  }

  /// The process that holds a folder, without taking hold of it.
  static OptionalLong holder(Path path) {
    try {
      var folder = path.toRealPath();
      if (HELD.contains(folder)) {
        return OptionalLong.of(ProcessHandle.current().pid());
      }
      var options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
      try (var channel = FileChannel.open(folder.resolve(LOCK_FILE), options);
          var lock = channel.tryLock(LOCKED_BYTE, 1, false)) {
        return lock == null ? OptionalLong.of(pidIn(channel)) : OptionalLong.empty();
      }
    } catch (IOException _) {
      return OptionalLong.empty(); // a folder or a lock that is not there is held by nobody
    }
  }

  Path database() {
    return folder.resolve("gatehouse.db");
  }

  Path blobs() {
    return folder.resolve("blobs");
  }

  Path nativeCode() {
    return folder.resolve("native");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    HELD.remove(folder);
  }

  private static FileChannel lock(Path folder) throws IOException {
    var file = PrivateFiles.file(folder.resolve(LOCK_FILE));
    var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw new StoreInUseException(folder.toString(), pidIn(channel));
      }
      var pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return channel;
    } catch (IOException | StoreInUseException e) {
      channel.close();
      throw e;
    }
  }

  private static long pidIn(FileChannel channel) throws IOException {
    var digits = ByteBuffer.allocate(PID_DIGITS);
    channel.read(digits, 0);
    var text = StandardCharsets.US_ASCII.decode(digits.flip()).toString().strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
