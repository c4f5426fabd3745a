package dev.gatehouse.testkit.contract;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntConsumer;

/// Threads that start the same work at the same moment.
record Crowd(int size, ThreadFactory threads) {

  /// Gives each thread its number, waits for all, and throws what one of them threw.
  void run(IntConsumer work) {
    var start = new CountDownLatch(1);
    try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
      var parts = new ArrayList<Future<?>>();
      for (int i = 0; i < size; i++) {
        int number = i;
        parts.add(
            executor.submit(() -> {
              start.await();
              work.accept(number);
              return number;
            }));
      }
      start.countDown();
      for (var part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a thread of the crowd failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the crowd was interrupted", e);
    }
  }
}
