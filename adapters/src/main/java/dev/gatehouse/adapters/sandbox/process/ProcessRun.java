package dev.gatehouse.adapters.sandbox.process;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.Sandbox.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One program as a process: started with nothing of ours in its environment, watched, and killed
/// with all its children when it uses too much.
///
/// @param command what is started
/// @param work the folder the program fills
public record ProcessRun(List<String> command, Path work, Limits limits) {

  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_PER_WALK = 5;
  private static final long REST_MILLIS = 1_000;

  /// What interpreters say before they give up because a limit refused them memory.
  private static final Pattern NO_MEMORY =
      Pattern.compile("(?i)MemoryError|cannot allocate memory|heap out of memory|out of memory");

  /// Copies the command.
  public ProcessRun {
    command = List.copyOf(command);
  }

  /// Runs it to its end.
  public Ended run(Output output, CancelSignal cancel) throws InterruptedException {
    Process process;
    try {
      process = start();
    } catch (IOException missing) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the program could not be started: " + missing.getMessage());
    }
    Pump pump = new Pump(output, limits.output());
    try {
      process.getOutputStream().close();
      pump.start(process);
      Optional<Ended> stopped = watch(process, pump, cancel);
      return stopped.isPresent() ? stopped.get() : natural(process, pump);
    } catch (IOException broken) {
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the program could not be watched: " + broken.getMessage());
    } finally {
      end(process, pump);
    }
  }

  private Process start() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear(); // the first process of a sandbox keeps it, for all to read
    return Launcher.start(builder);
  }

  /// {@return why it must be stopped; empty when it ends by itself}
  private Optional<Ended> watch(Process process, Pump pump, CancelSignal cancel)
      throws IOException, InterruptedException {
    ProcessTree tree = new ProcessTree(process);
    long deadline = System.nanoTime() + limits.time().toNanos();
    for (int look = 0; ; look++) {
      long rest = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (process.waitFor(Math.clamp(rest, 0, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
        return pump.await(REST_MILLIS) && pump.full()
            ? Optional.of(tooMuchOutput())
            : Optional.empty();
      }
      Optional<Ended> reason = judge(tree, pump, cancel, look);
      if (reason.isEmpty() && System.nanoTime() >= deadline) {
        reason = Optional.of(timeout());
      }
      if (reason.isPresent()) {
        tree.kill();
        return reason;
      }
    }
  }

  private Optional<Ended> judge(ProcessTree tree, Pump pump, CancelSignal cancel, int look)
      throws IOException {
    if (cancel.cancelled()) {
      return Optional.of(
          new Ended(Reason.KILLED_BY_USER, 137, "the program was stopped because nobody wants it"));
    }
    if (pump.full()) {
      return Optional.of(tooMuchOutput());
    }
    if (tree.memory() > limits.memory()) {
      return Optional.of(outOfMemory());
    }
    if (look % LOOKS_PER_WALK == 0 && FolderSize.of(work) > limits.folder()) {
      return Optional.of(
          new Ended(
              Reason.DISK_LIMIT,
              137,
              "the files of the session took up more than " + limits.folder() + " bytes"));
    }
    return Optional.empty();
  }

  private Ended natural(Process process, Pump pump) {
    int code = process.exitValue();
    boolean starved = code != 0 && NO_MEMORY.matcher(pump.lastErrors()).find();
    return starved ? outOfMemory() : Ended.exited(code);
  }

  private Ended timeout() {
    return new Ended(
        Reason.TIMEOUT, 124, "the program did not end within " + limits.time().toMillis() + " ms");
  }

  private Ended tooMuchOutput() {
    return new Ended(
        Reason.OUTPUT_LIMIT,
        137,
        "the program printed more than " + limits.output() + " bytes and was stopped");
  }

  private Ended outOfMemory() {
    return new Ended(
        Reason.OOM,
        137,
        "the program needed more than " + (limits.memory() >> 20) + " MiB of memory");
  }

  /// Whatever happened, nothing of it is left.
  private static void end(Process process, Pump pump) throws InterruptedException {
    new ProcessTree(process).kill();
    if (!pump.await(REST_MILLIS)) {
      close(process.getInputStream());
      close(process.getErrorStream());
    }
  }

  private static void close(java.io.InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      return; // it is closed already
    }
  }
}
