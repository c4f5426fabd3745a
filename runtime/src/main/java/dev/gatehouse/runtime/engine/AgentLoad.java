package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.routing.AgentRouting;
import dev.gatehouse.core.spi.CancelSignal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many runs each agent has in flight in this process, and the wait for one to end.
public final class AgentLoad implements AgentRouting.Load {

  private static final Duration STEP = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Map<String, Set<String>> runs = new HashMap<>();
  private final Map<String, String> agents = new HashMap<>();
  private long endings;

  /// Something has happened to a run.
  public void happened(String run, Event event) {
    switch (event) {
      case RunEvent.RunStarted started -> begin(run, started.agent());
      case RunEvent.RunCompleted _, RunEvent.RunCancelled _, RunEvent.RunFailed _ -> end(run);
      default -> {}
    }
  }

  /// A run of an agent is in flight.
  public void begin(String run, String agent) {
    lock.lock();
    try {
      runs.computeIfAbsent(agent, _ -> new HashSet<>()).add(run);
      agents.put(run, agent);
    } finally {
      lock.unlock();
    }
  }

  private void end(String run) {
    lock.lock();
    try {
      String agent = agents.remove(run);
      if (agent != null) {
        runs.getOrDefault(agent, Set.of()).remove(run);
        endings++;
        ended.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int inFlight(String agent) {
    lock.lock();
    try {
      return runs.getOrDefault(agent, Set.of()).size();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a run has ended, or for a while.
  ///
  /// @return whether it is still worth waiting
  boolean pause(CancelSignal cancel) {
    lock.lock();
    try {
      long ends = endings;
      long left = STEP.toNanos();
      while (left > 0 && ends == endings && !cancel.cancelled()) {
        left = ended.awaitNanos(left);
      }
      return !cancel.cancelled();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
