package dev.gatehouse.adapters.sandbox.process;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Starts processes on one thread that lives as long as this process.
///
/// A process that asks to die with its parent dies with the *thread* that started it. A pool's
/// thread may end at any time, and so may the carrier of a virtual one; this one does not.
public final class Launcher {

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("sandbox-launcher").daemon().factory());

  private Launcher() {}

  /// Starts a process.
  public static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    try {
      return THREAD.submit(builder::start).get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException broken) {
        throw broken;
      }
      throw new IOException("\"" + builder.command().getFirst() + "\" cannot be started", failed);
    }
  }
}
