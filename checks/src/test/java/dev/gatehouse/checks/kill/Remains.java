package dev.gatehouse.checks.kill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The processes that a server has started: those whose command, environment or mounts name its
/// folder. What is in a sandbox sees little of this, but its mounts tell where its files come from.
final class Remains {

  private static final Path PROC = Path.of("/proc");
  private static final int BEGAN = 19; // of the fields after the name in /proc/PID/stat

  private final String folder;

  Remains(Path folder) {
    this.folder = folder.toString();
  }

  /// A process.
  ///
  /// @param began tells it from a later one of the same number
  record Found(long pid, String began, String command) {

    /// {@return whether it still runs; what nobody has collected does not}
    boolean runs() {
      return stat(pid).filter(now -> now.equals(began)).isPresent();
    }

    void kill() {
      ProcessHandle.of(pid).filter(_ -> runs()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /// {@return whether this system shows its processes}
  static boolean canBeSeen() {
    return Files.isDirectory(PROC.resolve("self"));
  }

  /// {@return whether a process still runs} One whose parent died may stay as an entry for long:
  /// where nobody takes care of orphans, as in many containers, nobody collects it.
  static boolean runs(ProcessHandle process) {
    return process.isAlive() && (!canBeSeen() || stat(process.pid()).isPresent());
  }

  /// {@return the processes there are now, without the server itself}
  List<Found> besides(long server) {
    List<Found> found = new ArrayList<>();
    try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != server && isOurs(process)) {
          stat(pid)
              .ifPresent(
                  began -> found.add(new Found(pid, began, text(process.resolve("cmdline")))));
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
      throw new IllegalStateException("/proc cannot be listed", gone);
    }
    return found;
  }

  private boolean isOurs(Path process) {
    return text(process.resolve("cmdline")).contains(folder)
        || text(process.resolve("environ")).contains(folder)
        || text(process.resolve("mountinfo")).contains(folder);
  }

  /// {@return when it began; empty when it is gone}
  private static Optional<String> stat(long pid) {
    String stat = text(PROC.resolve(Long.toString(pid)).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    boolean over = fields.length <= BEGAN || fields[0].equals("Z") || fields[0].equals("X");
    return over ? Optional.empty() : Optional.of(fields[BEGAN]);
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
