package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A started program that has printed its ready line. Its standard output is read to the end, its
/// errors go to `errors.log` beside its data.
///
/// The reader is a platform thread: a read from a pipe keeps a virtual thread's carrier, and with
/// as many candidates as processors nothing else would run.
final class CandidateProcess implements AutoCloseable {
  private static final String READY = "is ready at";
  private static final String ENDED = "";
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int EXCERPT = 2_000;

  private final Process process;
  private final ProcessProbe probe;
  private final ExecutorService reader;
  private final Start start;

  /// What it cost until the ready line.
  record Start(Duration elapsed, ProcessProbe.Cpu cpu, String line) {}

  private CandidateProcess(Process process, ExecutorService reader, Start start) {
    this.process = process;
    this.probe = new ProcessProbe(process.toHandle());
    this.reader = reader;
    this.start = start;
  }

  /// Starts the command and waits for its ready line.
  ///
  /// @param folder where `errors.log` is written
  static CandidateProcess start(Candidate.Command command, Path folder) throws IOException {
    var errors = folder.resolve("errors.log");
    var builder = new ProcessBuilder(command.words()).redirectError(errors.toFile());
    builder.environment().putAll(command.environment());
    long begin = System.nanoTime();
    var process = builder.start();
    var reader = Executors.newSingleThreadExecutor();
    var lines = new ArrayBlockingQueue<String>(1);
    var _ = reader.submit(reading(process.inputReader(), lines));
    var line = readyLine(lines);
    var elapsed = Duration.ofNanos(System.nanoTime() - begin);
    if (line.equals(ENDED)) {
      process.destroyForcibly();
      reader.close();
      throw new BenchFailure(
          "\""
              + String.join(" ", command.words())
              + "\" did not print \""
              + READY
              + "\" within "
              + READY_LIMIT
              + "; it wrote: "
              + end(errors));
    }
    var cpu = new ProcessProbe(process.toHandle()).cpu();
    return new CandidateProcess(process, reader, new Start(elapsed, cpu, line));
  }

  Start start() {
    return start;
  }

  ProcessProbe probe() {
    return probe;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Ends it as a power cut would (`kill -9`), and waits until it is gone.
  void kill() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    await(STOP_LIMIT);
    reader.close();
  }

  /// Asks it to stop, and kills it when it does not.
  @Override
  public void close() throws IOException {
    process.destroy();
    await(STOP_LIMIT);
    kill();
  }

  private void await(Duration limit) throws IOException {
    try {
      process.waitFor(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a candidate was stopping");
    }
  }

  /// Hands over the first ready line, or that there will be none, then reads on so that the
  /// candidate never waits for a full pipe.
  private static Callable<Void> reading(BufferedReader output, BlockingQueue<String> lines) {
    return () -> {
      boolean handedOver = false;
      try (output) {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
          if (!handedOver && line.contains(READY)) {
            handedOver = true;
            lines.add(line);
          }
        }
      } finally {
        if (!handedOver) {
          lines.add(ENDED);
        }
      }
      return null;
    };
  }

  private static String readyLine(BlockingQueue<String> lines) throws IOException {
    try {
      var line = lines.poll(READY_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return line == null ? ENDED : line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a candidate was starting");
    }
  }

  private static String end(Path errors) throws IOException {
    var text = Files.readString(errors).strip();
    return text.isEmpty() ? "nothing" : text.substring(Math.max(0, text.length() - EXCERPT));
  }
}
