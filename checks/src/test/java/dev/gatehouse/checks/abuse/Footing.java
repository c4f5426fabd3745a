package dev.gatehouse.checks.abuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process holds: live objects after a full collection, and open descriptors.
record Footing(long heap, long descriptors) {

  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  static Footing of(long pid) throws IOException, InterruptedException {
    long descriptors;
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      descriptors = open.count();
    }
    return new Footing(heap(pid), descriptors);
  }

  /// A histogram counts what is live, and collects what is not first.
  private static long heap(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String printed = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    Matcher total = TOTAL.matcher(printed);
    if (!total.find()) {
      throw new IOException("jcmd says: " + printed.substring(0, Math.min(500, printed.length())));
    }
    return Long.parseLong(total.group(1));
  }

  boolean isWithinTenPercentOf(Footing before) {
    return heap <= before.heap * 11 / 10 && descriptors <= before.descriptors * 11 / 10;
  }

  @Override
  public String toString() {
    return "%.1f MB of heap, %d descriptors".formatted(heap / 1e6, descriptors);
  }
}
