package dev.gatehouse.adapters.sqlite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A file system in memory that holds so much and no more.
record SmallDisk(Path folder) {

  /// Mounts it, or skips the test where that is not permitted.
  static SmallDisk mount(Path folder, String size) throws IOException, InterruptedException {
    String refusal;
    try {
      refusal = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    } catch (IOException e) {
      refusal = e.toString();
    }
    assumeTrue(refusal.isEmpty(), "skipped: mounting a small tmpfs is not permitted: " + refusal);
    return new SmallDisk(folder);
  }

  /// Makes it `ro` or `rw`.
  void remount(String mode) throws IOException, InterruptedException {
    var refusal = run("mount", "-o", "remount," + mode, folder.toString());
    assumeTrue(refusal.isEmpty(), "skipped: remounting is not permitted: " + refusal);
  }

  void unmount() throws IOException, InterruptedException {
    var refusal = run("umount", folder.toString());
    if (!refusal.isEmpty()) {
      throw new IOException(refusal);
    }
  }

  /// {@return what the command complained of, empty when it succeeded}
  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "exit " + process.exitValue() + " " + output.strip();
  }
}
