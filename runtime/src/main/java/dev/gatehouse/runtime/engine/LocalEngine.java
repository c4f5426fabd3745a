package dev.gatehouse.runtime.engine;

import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.ActionRef;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.StoreException;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.ScopeClosedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Performs actions in this process: each on a virtual thread of its own, timers on one platform
/// thread.
public final class LocalEngine implements Engine, AutoCloseable {

  private static final Logger LOG = System.getLogger(LocalEngine.class.getName());
  private static final Duration STORE_PATIENCE = Duration.ofMillis(500);
  private static final Duration DRAIN_STEP = Duration.ofMillis(20);

  private final Scope scope;
  private final InstantSource clock;
  private final Performers performers;
  private final Mail mail;
  private final Map<Key, Bell> working = new ConcurrentHashMap<>();
  private final Map<Key, Future<?>> timers = new ConcurrentHashMap<>();
  private final ScheduledExecutorService wakes =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("gatehouse-timers").daemon().unstarted(task));
  private volatile boolean draining;
  private volatile boolean closing;

  /// Brings an input to the session it belongs to.
  public interface Mail {

    /// Says something to a run and waits until it is durable.
    ///
    /// @throws StoreException when it could not be made durable
    Result tell(String session, String run, RunInput input);
  }

  /// What performs each kind of action.
  public record Performers(
      ModelPerformer model,
      CompactionPerformer compaction,
      ToolPerformer tool,
      NodePerformer node,
      UndoPerformer undo) {}

  private record Key(String run, ActionRef ref) {}

  /// An engine whose threads belong to a scope.
  public LocalEngine(Scope scope, InstantSource clock, Performers performers, Mail mail) {
    this.scope = scope;
    this.clock = clock;
    this.performers = performers;
    this.mail = mail;
  }

  @Override
  public void dispatch(RunState run, SessionState session, Action action) {
    Key key = new Key(run.spec().id(), action.ref());
    switch (action) {
      case Action.Await _ -> {}
      case Action.Wake wake -> wake(key, run.spec().session(), wake);
      case Action.CallModel _,
          Action.Compact _,
          Action.JudgeTool _,
          Action.CallTool _,
          Action.ProbeTool _,
          Action.StartNode _,
          Action.FindEffects _ ->
          work(key, run, session, action);
    }
  }

  private void work(Key key, RunState run, SessionState session, Action action) {
    if (draining) {
      return;
    }
    Bell bell = new Bell();
    working.put(key, bell);
    boolean begun =
        fork(
            key.run() + " " + key.ref(),
            () -> {
              try {
                performed(key, run, session, action, bell);
              } finally {
                working.remove(key, bell);
              }
            });
    if (!begun) {
      working.remove(key, bell);
    }
  }

  /// What the gateway no longer begins or finishes is found by recovery.
  ///
  /// @return whether it has begun
  private boolean fork(String name, Runnable task) {
    try {
      scope.fork(
          name,
          () -> {
            try {
              task.run();
            } catch (ScopeClosedException _) {
              LOG.log(Level.DEBUG, "{0} is left to recovery", name);
            }
          });
      return true;
    } catch (ScopeClosedException _) {
      LOG.log(Level.DEBUG, "{0} is left to recovery", name);
      return false;
    }
  }

  private void performed(Key key, RunState run, SessionState session, Action action, Bell bell) {
    try {
      perform(run, session, action, bell);
    } catch (ScopeClosedException stopping) {
      throw stopping;
    } catch (RuntimeException | Error broken) {
      LOG.log(Level.ERROR, "action " + key.ref() + " of run '" + key.run() + "' broke", broken);
      deliver(run.spec().session(), key.run(), Breakdown.of(action, broken));
    }
  }

  private void perform(RunState run, SessionState session, Action action, Bell bell) {
    switch (action) {
      case Action.CallModel call -> performers.model().perform(job(run, session, call, bell));
      case Action.Compact compact ->
          performers.compaction().perform(job(run, session, compact, bell));
      case Action.JudgeTool call -> performers.tool().judge(job(run, session, call, bell));
      case Action.CallTool call -> performers.tool().perform(job(run, session, call, bell));
      case Action.ProbeTool probe -> performers.tool().probe(job(run, session, probe, bell));
      case Action.StartNode node -> performers.node().perform(job(run, session, node, bell));
      case Action.FindEffects find -> performers.undo().perform(job(run, session, find, bell));
      case Action.Wake _, Action.Await _ -> {}
    }
  }

  private <A extends Action> Job<A> job(RunState run, SessionState session, A action, Bell bell) {
    return new Job<>(
        run, session, action, bell, input -> deliver(run.spec().session(), run.spec().id(), input));
  }

  /// What happened must not be lost because the disk is full for a while: it is offered again until
  /// it is taken, or until the gateway stops and recovery takes over.
  private Result deliver(String session, String run, RunInput input) {
    while (true) {
      if (closing) {
        throw new ScopeClosedException("what happened to run " + run);
      }
      try {
        return mail.tell(session, run, input);
      } catch (StoreException broken) {
        LOG.log(
            Level.WARNING,
            "cannot record what happened to run ''{0}'' yet: {1}",
            run,
            broken.getMessage());
        pause(STORE_PATIENCE);
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake(Key key, String session, Action.Wake wake) {
    Duration delay = Duration.between(clock.instant(), wake.at());
    try {
      timers.put(
          key,
          wakes.schedule(
              () -> ring(key, session), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException _) {
      LOG.log(Level.DEBUG, "timer {0} is left to recovery: the gateway stops", key.ref());
    }
  }

  private void ring(Key key, String session) {
    timers.remove(key);
    if (!draining) {
      var _ =
          fork(
              "timer " + key.ref(),
              () -> deliver(session, key.run(), new RunInput.TimerRang(key.ref())));
    }
  }

  @Override
  public void cancel(String run, ActionRef ref) {
    Key key = new Key(run, ref);
    Optional.ofNullable(timers.remove(key)).ifPresent(timer -> timer.cancel(false));
    Optional.ofNullable(working.get(key)).ifPresent(bell -> fork("cancel " + ref, bell::ring));
  }

  /// {@return how many actions are being performed}
  public int size() {
    return working.size();
  }

  /// Begins nothing new, lets what is in flight finish for a while, then stops the rest without
  /// recording how it ended: those runs stay open, and recovery goes on with them.
  ///
  /// @param patience how long to wait for what is in flight
  public void drain(Duration patience) {
    draining = true;
    long deadline = System.nanoTime() + patience.toNanos();
    while (!working.isEmpty() && System.nanoTime() - deadline < 0) {
      pause(DRAIN_STEP);
    }
    close();
  }

  @Override
  public void close() {
    draining = true;
    closing = true;
    wakes.shutdownNow();
    working.values().forEach(Bell::ring);
  }
}
