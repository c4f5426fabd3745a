package dev.gatehouse.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one thread that writes.
///
/// It takes all changes that wait, applies them in one transaction and syncs the disk once, while
/// the next ones gather: the busier the store, the more changes share a sync, and nobody waits for
/// a timer. Each change stands in a savepoint, so that one that is undone leaves the others alone.
/// When the disk itself fails, all changes of the transaction fail, nothing of them is kept, and
/// the connection is replaced before the next attempt.
final class Committer implements AutoCloseable {

  private static final int WAITING_CHANGES = 4_096;
  private static final int CHANGES_PER_SYNC = 512;

  private final BoundedQueue<Job<?>> queue = new BoundedQueue<>(WAITING_CHANGES);
  private final Lane lane;
  private final Thread thread;

  Committer(Lane.Connector connector) {
    lane = new Lane(connector);
    thread = Thread.ofPlatform().daemon().name("gatehouse-committer").start(this::work);
  }

  /// Applies a change and returns when it is durable or undone.
  ///
  /// @param task what it does, as it reads after "the store could not"
  <T> T perform(String task, Change<T> change) {
    var job = new Job<>(change, new Reply<>(task));
    if (!queue.put(job)) {
      job.fail(new IllegalStateException("it is closed"));
    }
    return job.reply.await();
  }

  /// Commits what waits, moves the write-ahead log into the database and ends the thread.
  @Override
  public void close() {
    queue.close();
    Threads.join(thread);
  }

  private void work() {
    for (var batch = next(); !batch.isEmpty(); batch = next()) {
      commit(batch);
    }
    lane.discard();
  }

  private List<Job<?>> next() {
    return queue.drain(CHANGES_PER_SYNC);
  }

  private void commit(List<Job<?>> batch) {
    try {
      var statements = lane.statements();
      for (var job : batch) {
        job.applyTo(statements);
      }
      statements.commit();
    } catch (
        Throwable e) { // the edge of the thread: the committer must survive whatever a change does
      lane.discard();
      batch.forEach(job -> job.fail(e));
      return;
    }
    batch.forEach(Job::settle);
  }

  /// Something to write.
  interface Change<T> {
    Verdict<T> applyTo(Statements statements) throws SQLException;
  }

  /// What shall become of a change that was applied, with the answer for whoever asked for it.
  sealed interface Verdict<T> {

    T answer();

    /// Keep it.
    record Keep<T>(T answer) implements Verdict<T> {}

    /// Take it back.
    record Undo<T>(T answer) implements Verdict<T> {}
  }

  private static final class Job<T> {

    private final Change<T> change;
    private final Reply<T> reply;
    private @Nullable Verdict<T> verdict;

    Job(Change<T> change, Reply<T> reply) {
      this.change = change;
      this.reply = reply;
    }

    void applyTo(Statements statements) throws SQLException {
      statements.run("SAVEPOINT change");
      try {
        verdict = change.applyTo(statements);
        if (verdict instanceof Verdict.Undo<T>) {
          statements.run("ROLLBACK TO change");
        }
      } catch (SQLException e) {
        if (!SqliteCodes.onlyTheStatementFailed(e)) {
          throw e;
        }
        statements.run("ROLLBACK TO change");
        reply.fail(e);
      } catch (RuntimeException e) {
        statements.run("ROLLBACK TO change");
        reply.fail(e);
      }
      statements.run("RELEASE change");
    }

    void settle() {
      if (verdict != null) {
        reply.succeed(verdict.answer());
      }
    }

    void fail(Throwable cause) {
      reply.fail(cause);
    }
  }
}
