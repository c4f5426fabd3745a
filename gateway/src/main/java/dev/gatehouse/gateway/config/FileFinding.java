package dev.gatehouse.gateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Says what is wrong with a file or folder that was named, by its whole path: a relative one
/// starts at the working folder, and only the whole path says which folder that was.
public final class FileFinding {

  private FileFinding() {}

  /// {@return what came of trying to read it}
  public static String of(Path file, IOException why) {
    return shown(file)
        + switch (why) {
          case NoSuchFileException _ -> " does not exist";
          case AccessDeniedException _ -> " may not be read by this process";
          case NotDirectoryException _ -> " is no folder";
          case CharacterCodingException _ -> " is not UTF-8 text";
          default -> " cannot be read: " + why;
        };
  }

  /// {@return it in quotes}
  public static String shown(Path file) {
    return "\"" + file.toAbsolutePath().normalize() + "\"";
  }
}
