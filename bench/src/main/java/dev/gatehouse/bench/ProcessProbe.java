package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what a process and its descendants have used, from Linux's `/proc`.
final class ProcessProbe {
  /// `USER_HZ`, which is 100 on every architecture that Linux's JDK builds run on.
  private static final long TICKS_PER_SECOND = 100;

  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int REAPED_USER = 13;
  private static final int REAPED_SYSTEM = 14;
  private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final ProcessHandle process;

  ProcessProbe(ProcessHandle process) {
    this.process = process;
  }

  /// Processor time, in steps of 10 ms.
  record Cpu(Duration user, Duration system) {
    Duration total() {
      return user.plus(system);
    }

    Cpu minus(Cpu earlier) {
      return new Cpu(user.minus(earlier.user), system.minus(earlier.system));
    }
  }

  /// The time used so far by the tree, children that have ended included.
  Cpu cpu() {
    long user = 0;
    long system = 0;
    for (var fields : tree().map(ProcessProbe::statFields).filter(f -> !f.isEmpty()).toList()) {
      user += ticks(fields, USER) + ticks(fields, REAPED_USER);
      system += ticks(fields, SYSTEM) + ticks(fields, REAPED_SYSTEM);
    }
    return new Cpu(duration(user), duration(system));
  }

  /// Resident bytes of the tree.
  long residentBytes() {
    return tree()
        .map(handle -> read(handle, "status"))
        .flatMap(text -> RSS.matcher(text).results())
        .mapToLong(match -> 1_024 * Long.parseLong(match.group(1)))
        .sum();
  }

  private Stream<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process), process.descendants());
  }

  /// The fields behind the command's name, which may itself hold blanks and parentheses.
  private static List<String> statFields(ProcessHandle handle) {
    var text = read(handle, "stat");
    return text.isEmpty()
        ? List.of()
        : List.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
  }

  private static long ticks(List<String> fields, int field) {
    return Long.parseLong(fields.get(field));
  }

  private static Duration duration(long ticks) {
    return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
  }

  /// Empty when the process has ended meanwhile.
  private static String read(ProcessHandle handle, String file) {
    try {
      return Files.readString(Path.of("/proc", "" + handle.pid(), file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("reading /proc/" + handle.pid() + "/" + file + " failed", e);
    }
  }
}
