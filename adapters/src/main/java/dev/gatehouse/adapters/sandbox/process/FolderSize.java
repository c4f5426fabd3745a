package dev.gatehouse.adapters.sandbox.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Adds up the files in a folder while programs fill it.
public final class FolderSize extends SimpleFileVisitor<Path> {

  private static final int MOST_FILES = 20_000;

  private long bytes;
  private int files;

  private FolderSize() {}

  /// {@return what the files in a folder and below it take up together, in bytes; when there are
  /// too many to count, more than any limit}
  public static long of(Path folder) throws IOException {
    FolderSize size = new FolderSize();
    Files.walkFileTree(folder, size);
    return size.files < MOST_FILES ? size.bytes : Long.MAX_VALUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.isRegularFile() ? attributes.size() : 0;
    return ++files < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException gone) {
    return FileVisitResult.CONTINUE; // programs remove files while we look
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
    return FileVisitResult.CONTINUE;
  }
}
