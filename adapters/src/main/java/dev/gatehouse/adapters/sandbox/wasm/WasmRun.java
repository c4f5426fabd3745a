package dev.gatehouse.adapters.sandbox.wasm;

import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Output;
import dev.gatehouse.core.spi.Sandbox.Program;
import dev.gatehouse.core.spi.Sandbox.Reason;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run on one of the sandbox's threads, and how it is stopped from outside.
final class WasmRun implements Runnable {

  private static final Logger LOG = System.getLogger(WasmRun.class.getName());

  /// How long an interrupted program may take to notice.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Program program;
  private final Limits limits;
  private final Output output;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Ended ended;
  private @Nullable Thread worker;
  private @Nullable Ended stopped;

  WasmRun(Program program, Limits limits, Output output) {
    this.program = program;
    this.limits = limits;
    this.output = output;
  }

  /// Waits for a thread, then for the end, which comes when the time is over at the latest.
  Ended await() throws InterruptedException {
    begun.await();
    if (!over.await(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
      stop(
          new Ended(
              Reason.TIMEOUT,
              124,
              "the program did not end within " + limits.time().toMillis() + " ms"));
    }
    if (!over.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(Level.ERROR, "program {0} does not stop; its thread is lost", program.id());
      return new Ended(Reason.SANDBOX_FAILED, 1, "the program could not be stopped");
    }
    return Optional.ofNullable(ended)
        .orElseThrow(() -> new IllegalStateException("a run that is over has an end"));
  }

  void cancel() {
    stop(new Ended(Reason.KILLED_BY_USER, 137, "the program was stopped because nobody wants it"));
  }

  private synchronized void stop(Ended why) {
    if (stopped != null || over.getCount() == 0) {
      return;
    }
    stopped = why;
    Thread running = worker;
    if (running != null) {
      running.interrupt();
    }
  }

  @Override
  public void run() {
    if (begin()) {
      Ended natural = execute();
      finish(natural);
    }
  }

  private synchronized boolean begin() {
    if (stopped != null) {
      ended = stopped;
      begun.countDown();
      over.countDown();
      return false;
    }
    worker = Thread.currentThread();
    begun.countDown();
    return true;
  }

  private Ended execute() {
    try (PythonInterpreter python = PythonInterpreter.open(program.folder(), limits, output)) {
      return python.run(program.code());
    } catch (IOException broken) {
      LOG.log(Level.WARNING, "program " + program.id() + " could not be run", broken);
      return new Ended(
          Reason.SANDBOX_FAILED, 1, "the program could not be run: " + broken.getMessage());
    } catch (RuntimeException | Error broken) { // the edge of the thread
      LOG.log(Level.DEBUG, "program " + program.id() + " was torn down", broken);
      return new Ended(Reason.SANDBOX_FAILED, 1, "the interpreter broke down: " + broken);
    }
  }

  /// Whoever stopped the program knows best why it ended.
  private synchronized void finish(Ended natural) {
    worker = null;
    ended = stopped == null ? natural : stopped;
    var _ = Thread.interrupted(); // the next program on this thread is not meant
    over.countDown();
  }
}
