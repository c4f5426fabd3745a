package dev.gatehouse.checks.kill;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent.RunCreated;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The logs of a run and of all runs it has led to, as they are stored.
record FlowTree(String root, Map<String, List<Logged>> logs) {

  private static final int PAGE = 1_000;

  /// An event, and when and where it was stored.
  record Logged(Event event, Stamp stamp) {}

  static FlowTree read(EventStore store, String root) {
    Map<String, List<Logged>> logs = new LinkedHashMap<>();
    long after = 0;
    List<Entry> page;
    do {
      page = store.readTree(root, after, PAGE);
      for (Entry entry : page) {
        Event event = Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN));
        logs.computeIfAbsent(entry.stream(), _ -> new ArrayList<>())
            .add(new Logged(event, new Stamp(entry.at(), entry.pos())));
        after = entry.pos();
      }
    } while (page.size() == PAGE);
    return new FlowTree(root, logs);
  }

  Set<String> runs() {
    return logs.keySet();
  }

  List<Event> events(String run) {
    return log(run).stream().map(Logged::event).toList();
  }

  private List<Logged> log(String run) {
    return Objects.requireNonNull(logs.get(run));
  }

  /// {@return the events of one type, of all runs}
  <E extends Event> Stream<E> all(Class<E> type) {
    return logs.keySet().stream().flatMap(run -> of(run, type));
  }

  /// {@return the events of one type of a run}
  <E extends Event> Stream<E> of(String run, Class<E> type) {
    return log(run).stream().map(Logged::event).filter(type::isInstance).map(type::cast);
  }

  /// {@return where a run stands by its log}
  RunState state(String run) {
    List<Logged> log = log(run);
    RunState state = RunFold.start((RunCreated) log.getFirst().event());
    for (Logged one : log.subList(1, log.size())) {
      state = RunFold.apply(state, one.event(), one.stamp());
    }
    return state;
  }
}
