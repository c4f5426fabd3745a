package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.mcp.ChildLauncher.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends a child process and everything it started.
///
/// Java sees the descendants of a living process only: a grandchild that forked twice and left its
/// session is nobody's descendant any more. It still carries the mark of [ChildLauncher] in its
/// environment, where `/proc` shows it; on other systems such a grandchild is not found.
final class ChildTree {

  private static final Path PROC = Path.of("/proc");
  private static final int MAX_ENVIRONMENT = 1 << 20;

  /// A tree that still grows after so many rounds cannot be ended from here.
  private static final int ROUNDS = 20;

  private static final Duration ROUND = Duration.ofMillis(250);

  private ChildTree() {}

  /// Ends a child whose standard input has been closed: lets it go by itself for a while, then asks
  /// it, then kills what is left.
  static void end(Child child, Duration grace) {
    Process process = child.process();
    if (!ended(process, grace)) {
      List<ProcessHandle> below = process.descendants().toList();
      process.destroy();
      below.forEach(ProcessHandle::destroy);
      if (!ended(process, grace)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
      }
      below.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      ended(process, grace);
    }
    killMarked(child.mark());
  }

  private static boolean ended(Process process, Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void killMarked(String mark) {
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> left = carrying(ChildLauncher.MARK + "=" + mark);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(ProcessHandle::destroyForcibly);
      left.forEach(ChildTree::awaitEnd);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(ROUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      // It has been killed; the next round sees whether it is still there.
    }
  }

  /// {@return the living processes with an entry in their environment}
  static List<ProcessHandle> carrying(String entry) {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    byte[] wanted = entry.getBytes(StandardCharsets.UTF_8);
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        // The handle first: it knows when the process began, so that killing it cannot hit another
        // one that was given the same number meanwhile.
        handle(process).filter(_ -> carries(process, wanted)).ifPresent(found::add);
      }
    } catch (IOException | DirectoryIteratorException _) {
      // Without /proc there is nothing to be found.
      return found;
    }
    return found;
  }

  private static Optional<ProcessHandle> handle(Path process) {
    return ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
        .filter(ProcessHandle::isAlive);
  }

  private static boolean carries(Path process, byte[] wanted) {
    try (InputStream in = Files.newInputStream(process.resolve("environ"))) {
      return contains(in.readNBytes(MAX_ENVIRONMENT), wanted);
    } catch (IOException _) {
      // It has ended, or it belongs to somebody else.
      return false;
    }
  }

  private static boolean contains(byte[] text, byte[] wanted) {
    for (int from = 0; from + wanted.length <= text.length; from++) {
      int same = 0;
      while (same < wanted.length && text[from + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
