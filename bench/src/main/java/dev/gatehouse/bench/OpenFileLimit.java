package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// How many files a process may open here. A server between client and provider needs two per
/// stream, so the limit caps the idle workload.
record OpenFileLimit(int files) {
  private static final int RESERVE = 300;
  private static final int PER_STREAM = 2;
  private static final Pattern HARD = Pattern.compile("Max open files\\s+\\S+\\s+(\\d+)");

  /// The hard limit, to which the JVM raises its own; no limit counts as the largest number.
  static OpenFileLimit current() throws IOException {
    var limit = HARD.matcher(Files.readString(Path.of("/proc/self/limits")));
    return new OpenFileLimit(limit.find() ? Integer.parseInt(limit.group(1)) : Integer.MAX_VALUE);
  }

  /// How many streams a server can hold.
  int streams() {
    return (files - RESERVE) / PER_STREAM;
  }

  /// The steps that fit, the last one cut down to what does.
  List<Integer> cap(List<Integer> steps) {
    return steps.stream().map(step -> Math.min(step, streams())).distinct().toList();
  }

  /// What to tell the reader about these steps; empty when all fit.
  String note(List<Integer> steps) {
    if (steps.getLast() <= streams()) {
      return "";
    }
    return "idle is capped at "
        + streams()
        + " streams: a process may open "
        + files
        + " files here and a stream takes two; raise `ulimit -n` for "
        + steps.getLast();
  }
}
