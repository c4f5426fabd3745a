package dev.gatehouse.adapters.sqlite;

import dev.gatehouse.core.spi.BlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Large values as files named by their digest, such as `ab/cdef…`. A file appears whole or not at
/// all: it is written and synced under another name first.
final class FolderBlobStore implements BlobStore, AutoCloseable {

  private static final int THREADS = 2;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path unfinished;
  private final Workers workers = new Workers("gatehouse-blob", THREADS);

  private FolderBlobStore(Path folder, Path unfinished) {
    this.folder = folder;
    this.unfinished = unfinished;
  }

  /// Opens the folder and removes what a crash left unfinished.
  static FolderBlobStore open(Path folder) throws IOException {
    PrivateFiles.folder(folder);
    var unfinished = PrivateFiles.folder(folder.resolve("unfinished"));
    try (var files = Files.newDirectoryStream(unfinished)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
    return new FolderBlobStore(folder, unfinished);
  }

  @Override
  public String put(byte[] bytes) {
    return workers.call("keep a blob of " + bytes.length + " bytes", () -> write(bytes));
  }

  @Override
  public Optional<byte[]> find(String digest) {
    return DIGEST.matcher(digest).matches()
        ? workers.call("read blob '" + digest + "'", () -> read(digest))
        : Optional.empty();
  }

  @Override
  public void remove(String digest) {
    if (DIGEST.matcher(digest).matches()) {
      workers.call("remove blob '" + digest + "'", () -> Files.deleteIfExists(file(digest)));
    }
  }

  @Override
  public void close() {
    workers.close();
  }

  private String write(byte[] bytes) throws IOException {
    var digest = digest(bytes);
    var shelf = shelf(digest);
    var file = file(digest);
    if (!Files.isDirectory(shelf)) {
      PrivateFiles.folder(shelf);
      PrivateFiles.sync(folder);
    }
    if (!Files.exists(file)) {
      writeAside(bytes, file);
    }
    PrivateFiles.sync(
        shelf); // also when the file was there: whoever put it may not have come this far
    return digest;
  }

  private void writeAside(byte[] bytes, Path file) throws IOException {
    var aside = Files.createTempFile(unfinished, "blob", "");
    try {
      try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private Optional<byte[]> read(String digest) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file(digest));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (!digest(bytes).equals(digest)) {
      throw new IOException("the file '" + file(digest) + "' is damaged; restore it from a backup");
    }
    return Optional.of(bytes);
  }

  private Path file(String digest) {
    return shelf(digest).resolve(digest.substring(2));
  }

  private Path shelf(String digest) {
    return folder.resolve(digest.substring(0, 2));
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
