package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.session.SessionState.Life;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Opens and ends sessions, and tells those who want to hear of it.
final class SessionDesk {

  private static final Logger LOG = System.getLogger(SessionDesk.class.getName());

  private static final int PAGE = 200;

  private final ApiWorld world;

  SessionDesk(ApiWorld world) {
    this.world = world;
  }

  /// Opens a session; one that exists is left as it is.
  ///
  /// @param messages a conversation that is brought along
  /// @throws ProblemException when a hook refused it; it has ended again then
  SessionCreated open(SessionCreated wanted, List<Message> messages) throws InterruptedException {
    SessionState state = world.runtime().post(wanted.id(), new Changes.Open(wanted, messages));
    boolean isNew = state.who().equals(wanted);
    if (state.life() == Life.ENDED) {
      throw new ProblemException(Problem.notFound(Rows.SESSION, wanted.id()));
    }
    if (isNew) {
      announce(state.who());
    }
    return state.who();
  }

  private void announce(SessionCreated session) throws InterruptedException {
    Optional<SessionHooks> hooks = world.parts().hooks().sessions();
    if (hooks.isEmpty()) {
      return;
    }
    try {
      world
          .timed()
          .call(
              "session hook",
              () -> {
                hooks.get().created(session);
                return session;
              });
    } catch (TimeoutException | ExecutionException broken) {
      end(session, "a hook refused the session", "hook");
      throw HookFailure.of("the session hook", broken);
    }
  }

  /// {@return a session as it is now}
  SessionState find(String id) {
    return world
        .runtime()
        .post(id, new Changes.Look())
        .orElseThrow(() -> new ProblemException(Problem.notFound(Rows.SESSION, id)));
  }

  /// Ends the sessions in which nothing has happened for a while.
  ///
  /// @return how many those were
  int expire(Duration retention) {
    EventStore store = world.runtime().store();
    Instant since = world.runtime().clock().instant().minus(retention);
    int ended = 0;
    Optional<String> before = Optional.empty();
    List<Row> page;
    do {
      page = store.rows(Lists.open(before, PAGE));
      for (Row row : page) {
        before = Optional.of(row.id());
        if (!row.updated().isAfter(since)) {
          SessionState session = find(row.id());
          if (session.active().isEmpty() && session.queue().isEmpty()) {
            end(session.who(), "nothing has happened in the session for a long time", "retention");
            ended++;
          }
        }
      }
    } while (page.size() == PAGE);
    return ended;
  }

  /// Ends a session: its tokens are worthless, its runs are cancelled, its credentials gone.
  void end(SessionCreated session, String reason, String by) {
    boolean ended = world.runtime().post(session.id(), new Changes.End(reason, by));
    world.parts().credentials().forget(session.id());
    world.runtime().artifacts().forget(session.id());
    Optional<SessionHooks> hooks = world.parts().hooks().sessions();
    if (ended && hooks.isPresent()) {
      try {
        hooks.get().expired(session);
      } catch (Exception broken) {
        LOG.log(Level.WARNING, "a hook failed at the end of session " + session.id(), broken);
      }
    }
  }
}
