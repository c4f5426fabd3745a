package dev.gatehouse.adapters.sandbox.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// The account programs run under. Root's own powers go through every namespace: a program must
/// never have them, so they are dropped before anything else happens.
///
/// @param gateway the account of this process, 0 for root
public record Account(int gateway) {

  /// The account of programs when the gateway is root: one that owns nothing.
  public static final int NOBODY = 65_534;

  /// {@return the account of this process}
  public static Account ofThisProcess() {
    try {
      return new Account((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException _) {
      return new Account(-1); // this system has no numbers for accounts, and no root by number
    }
  }

  /// {@return whether root's powers have to be dropped}
  public boolean isRoot() {
    return gateway == 0;
  }

  /// Gives the work folder and what lies directly in it to the account of programs.
  public void handOver(Path work) throws IOException {
    if (!isRoot()) {
      return;
    }
    give(work);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(work)) {
      for (Path entry : entries) {
        give(entry);
      }
    }
  }

  private static void give(Path path) throws IOException {
    if ((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) == 0) {
      Files.setAttribute(path, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
