package dev.gatehouse.adapters.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A process with all that descend from it.
///
/// @param root the one that was started
record ProcessTree(Process root) {

  private static final long PAGE = 4_096;

  /// {@return the memory they hold together, in bytes; pages they share count for each}
  long memory() {
    return Stream.concat(Stream.of(root.toHandle()), root.descendants())
        .mapToLong(process -> resident(process.pid()))
        .sum();
  }

  private static long resident(long pid) {
    try {
      String[] pages = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", -1);
      return Long.parseLong(pages[1]) * PAGE;
    } catch (IOException _) {
      return 0; // it ended, or this system has no /proc
    }
  }

  /// Kills them, the first one first: whoever dies with its parent does so then.
  void kill() {
    var others = root.descendants().toList();
    root.destroyForcibly();
    others.forEach(ProcessHandle::destroyForcibly);
  }
}
