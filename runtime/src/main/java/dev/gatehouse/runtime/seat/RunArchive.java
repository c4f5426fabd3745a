package dev.gatehouse.runtime.seat;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.event.SessionEvent;
import dev.gatehouse.core.inquiry.Happened;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.session.SessionFold;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.EventStore.RowQuery;
import dev.gatehouse.runtime.seat.SeatState.Seated;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Onlooker;
import dev.gatehouse.runtime.stream.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads sessions and runs back from the log.
public final class RunArchive {

  private static final int PAGE = 512;

  /// The most runs of one session that can be live at a time.
  private static final int MAX_LIVE = 10_000;

  private final EventStore store;

  /// An archive over a store.
  public RunArchive(EventStore store) {
    this.store = store;
  }

  /// {@return a session with its live runs, empty when there is no such session}
  Optional<SeatState> seat(String session) {
    SeatState state = new SeatState();
    long seq = 0;
    SessionState folded = null;
    for (Entry entry : all(session)) {
      if (decode(entry) instanceof SessionEvent event) {
        folded =
            folded == null && event instanceof SessionEvent.SessionCreated created
                ? SessionState.of(created)
                : folded == null ? null : SessionFold.apply(folded, event);
        seq = entry.seq();
      }
    }
    if (folded == null) {
      return Optional.empty();
    }
    state.session(folded, seq);
    for (Row row : liveRows(session)) {
      load(session, row.id())
          .ifPresent(run -> {
            state.runs().put(row.id(), run);
            String root = run.state().spec().root();
            state.pos(root, pos(root));
          });
    }
    return Optional.of(state);
  }

  private List<Row> liveRows(String session) {
    return store.rows(
        RowQuery.of(Rows.RUN, MAX_LIVE)
            .withStatus("queued", "running", "waiting")
            .withSession(session));
  }

  /// {@return a run by its log, empty when it is not a run of this session}
  Optional<Seated> load(String session, String run) {
    RunState state = null;
    long seq = 0;
    for (Entry entry : all(run)) {
      Event event = decode(entry);
      state =
          state == null && event instanceof RunEvent.RunCreated created
              ? RunFold.start(created)
              : state == null
                  ? null
                  : RunFold.apply(state, event, new Stamp(entry.at(), entry.pos()));
      seq = entry.seq();
    }
    return state == null || !state.spec().session().equals(session)
        ? Optional.empty()
        : Optional.of(new Seated(state, seq));
  }

  /// {@return all that has happened in a run, in order}
  public List<Happened> log(String run) {
    return all(run).stream()
        .map(entry -> new Happened(entry.seq(), entry.pos(), entry.at(), decode(entry)))
        .toList();
  }

  /// {@return how far the log of a tree reaches}
  public long pos(String root) {
    long pos = 0;
    List<Entry> page;
    do {
      page = store.readTree(root, pos, PAGE);
      pos = page.isEmpty() ? pos : page.getLast().pos();
    } while (page.size() == PAGE);
    return pos;
  }

  /// {@return the row of a run or a session, as it is stored}
  Optional<Row> row(String kind, String id) {
    return store.row(kind, id);
  }

  /// {@return a reader of one tree's log for onlookers}
  public Onlooker.LogReader reader(String root) {
    return (pos, most) -> store.readTree(root, pos, most).stream().map(RunArchive::frame).toList();
  }

  static Frame frame(Entry entry) {
    return new Frame(
        Place.at(entry.pos()),
        new Frame.Body.Recorded(entry.stream(), entry.seq(), entry.at(), decode(entry)));
  }

  private List<Entry> all(String stream) {
    List<Entry> all = new ArrayList<>();
    List<Entry> page;
    do {
      page = store.read(stream, all.isEmpty() ? 0 : all.getLast().seq(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  private static Event decode(Entry entry) {
    return Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN));
  }
}
