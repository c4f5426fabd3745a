package dev.gatehouse.adapters.sandbox.wasm;

import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Sandbox;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// CPython as WebAssembly, on a few threads of its own. It needs nothing that is not in this
/// process, so it works wherever the gateway does.
///
/// A program is a loop of plain Java code: on a virtual thread it would keep a carrier from
/// everybody else, hence platform threads. It is stopped by an interrupt, which the compiled code
/// looks for at every jump back.
public final class WasmSandbox implements Sandbox {

  /// What it is called in configuration and events.
  public static final String NAME = "wasm";

  /// How many programs run at a time.
  static final int THREADS = 2;

  /// How many programs may wait for a thread.
  static final int WAITING = 16;

  /// The memory of programs is part of this process's heap.
  static final long MOST_MEMORY = 128L << 20;

  private static final long STACK = 8L << 20;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("sandbox-wasm-", 0).daemon().stackSize(STACK).factory());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Level level() {
    return Level.WASM;
  }

  @Override
  public Presence presence() {
    return new Presence.Present(List.of(Language.PYTHON), "CPython 3.13 in this process");
  }

  @Override
  public Ended run(Program program, Limits limits, Output output, CancelSignal cancel)
      throws InterruptedException {
    WasmRun run =
        new WasmRun(program, limits.withMemory(Math.min(limits.memory(), MOST_MEMORY)), output);
    try (CancelSignal.Registration _ = cancel.onCancel(run::cancel)) {
      threads.execute(run);
      return run.await();
    } catch (RejectedExecutionException full) {
      return new Ended(
          Reason.SANDBOX_FAILED,
          1,
          "all "
              + THREADS
              + " places of the sandbox are taken and "
              + WAITING
              + " programs wait already; try again later");
    } catch (InterruptedException stopped) {
      run.cancel();
      throw stopped;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
