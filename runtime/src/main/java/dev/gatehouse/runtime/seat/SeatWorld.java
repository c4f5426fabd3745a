package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.runtime.Scope;
import dev.gatehouse.runtime.approval.Waiters;
import dev.gatehouse.runtime.delivery.Outbox;
import dev.gatehouse.runtime.engine.AgentLoad;
import dev.gatehouse.runtime.engine.Engine;
import dev.gatehouse.runtime.feed.Feed;
import dev.gatehouse.runtime.seat.Draft.Written;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.LiveStreams;
import dev.gatehouse.runtime.stream.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What seats need of the rest of the runtime.
///
/// @param observer hears of events once they are durable
public record SeatWorld(
    EventStore store,
    RunArchive archive,
    RunMachine machine,
    Budgets budgets,
    InstantSource clock,
    Scope scope,
    LiveStreams streams,
    Engine engine,
    Waiters waiters,
    AgentLoad load,
    Feed feed,
    Outbox outbox,
    Observer observer) {

  /// The most changes that share a commit.
  static final int MAX_BATCH = 256;

  /// Hears of events, on the thread that owns the session: it must be quick and must not throw.
  public interface Observer {

    /// Some events of a session have become durable.
    void recorded(String session, List<Frame> frames);
  }

  void publish(String session, Draft draft) {
    // Whoever hears of the end of a run finds what it owes in the queue.
    outbox.recorded(draft.rows());
    Map<String, List<Frame>> trees = new LinkedHashMap<>();
    List<Frame> all = new ArrayList<>();
    for (Written written : draft.written()) {
      Frame frame =
          new Frame(
              Place.at(written.entry().pos()),
              new Frame.Body.Recorded(
                  written.entry().stream(),
                  written.entry().seq(),
                  written.entry().at(),
                  written.event()));
      all.add(frame);
      happened(written);
      if (!written.root().equals(session)) {
        trees.computeIfAbsent(written.root(), _ -> new ArrayList<>()).add(frame);
      }
    }
    trees.forEach(streams::publish);
    feed.publish(draft.rows());
    if (!all.isEmpty()) {
      observer.recorded(session, all);
    }
  }

  private void happened(Written written) {
    load.happened(written.entry().stream(), written.event());
    if (written.event() instanceof FlowEvent.QuestionResolved resolved) {
      waiters.happened(resolved.question(), resolved);
    } else if (Draft.isTerminal(written.event())) {
      waiters.happened(written.entry().stream(), written.event());
    }
  }

  void perform(Draft draft) {
    draft.drops().forEach(drop -> engine.cancel(drop.run(), drop.ref()));
    draft.starts().forEach(start -> engine.dispatch(start.run(), start.session(), start.action()));
  }
}
