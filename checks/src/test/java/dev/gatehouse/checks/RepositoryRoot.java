package dev.gatehouse.checks;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the repository that the tests run in.
public final class RepositoryRoot {
  private RepositoryRoot() {}

  /// The nearest folder at or above the working folder that holds the launcher.
  public static Path find() {
    var start = Path.of("").toAbsolutePath();
    for (var at = start; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("gatehouse")) && Files.isDirectory(at.resolve("core"))) {
        return at;
      }
    }
    throw new IllegalStateException("\"" + start + "\" does not lie in the repository");
  }
}
