package dev.gatehouse.adapters.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The folders of sessions: what programs of a session leave for the next one. They live as long as
/// the session.
public final class Workspaces {

  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final Path root;

  /// The folders below one folder, which is made when the first is needed.
  public Workspaces(Path root) {
    this.root = root.toAbsolutePath();
  }

  /// {@return the folder of a session, made if need be}
  public Workspace open(String session) throws IOException {
    if (!SESSION.matcher(session).matches()) {
      throw new IllegalArgumentException("\"" + session + "\" is no id of a session");
    }
    folder(root);
    Workspace workspace = new Workspace(folder(root.resolve(session)));
    folder(workspace.box());
    folder(workspace.work());
    folder(workspace.tasks());
    return workspace;
  }

  private static Path folder(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.createDirectories(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
        : Files.createDirectories(path);
  }

  /// Removes the folders of sessions that are not alive.
  ///
  /// @return how many those were
  public int sweep(Predicate<String> alive) throws IOException {
    if (Files.notExists(root)) {
      return 0;
    }
    int removed = 0;
    try (DirectoryStream<Path> sessions = Files.newDirectoryStream(root)) {
      for (Path session : sessions) {
        if (!alive.test(session.getFileName().toString())) {
          Trees.remove(session);
          removed++;
        }
      }
    }
    return removed;
  }

  /// The folder of one session.
  ///
  /// @param folder `box` in it belongs to the sandbox, and `work` in that to the programs; `tasks`
  ///   is ours alone
  public record Workspace(Path folder) {

    /// {@return what the sandbox is given}
    public Path box() {
      return folder.resolve("box");
    }

    /// {@return what the programs are given}
    public Path work() {
      return box().resolve("work");
    }

    /// {@return what is known of programs in the background}
    Path tasks() {
      return folder.resolve("tasks");
    }
  }
}
