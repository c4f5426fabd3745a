package dev.gatehouse.checks.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A signal of the operating system, as a terminal or a supervisor sends it. A program inherits
/// which signals are ignored, and a shell starts what runs behind `nohup` or `&` with some of them
/// ignored: then nothing would happen, and the test is skipped, which it says.
enum Signal {
  HUP(1),
  INT(2),
  TERM(15);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  /// What a shell says of a program that the signal ended.
  int exitCode() {
    return 128 + number;
  }

  /// Sends it.
  void sendTo(Process process) throws IOException, InterruptedException {
    assumeThat(isIgnored()).as("these tests were started with %s ignored", this).isFalse();
    var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name() + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private boolean isIgnored() throws IOException {
    if (!Files.exists(STATUS)) {
      return false;
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(IGNORED))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16))
          .anyMatch(mask -> ((mask >> (number - 1)) & 1) == 1);
    }
  }
}
