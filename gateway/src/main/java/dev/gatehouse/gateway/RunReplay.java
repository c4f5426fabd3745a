package dev.gatehouse.gateway;

import dev.gatehouse.adapters.sqlite.SqliteStore;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.run.Replay;
import dev.gatehouse.core.run.Replay.Divergence;
import dev.gatehouse.core.run.Replay.Logged;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.spi.EventStore.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Decides runs of the log anew, without asking any model or tool.
public final class RunReplay {

  private static final int PAGE = 500;

  private RunReplay() {}

  /// What a replay found.
  ///
  /// @param events how many events were looked at, those of runs it has started included
  /// @param first the first difference, by the run it is in
  public record Finding(int events, Optional<Difference> first) {}

  /// Something that is not decided now as it was then.
  public record Difference(String run, Divergence what) {}

  /// Replays a run, and the runs it has started, from a data folder that no process uses.
  ///
  /// @return empty when there is no such run
  public static Optional<Finding> of(Path data, String run) {
    try (SqliteStore store = SqliteStore.open(data)) {
      return of(store.events(), run, RunMachine.STANDARD);
    }
  }

  /// Replays a run, and the runs it has started, as a machine decides.
  ///
  /// @return empty when there is no such run
  public static Optional<Finding> of(EventStore store, String run, RunMachine machine) {
    List<Entry> tree = all(run, store::readTree, Entry::pos);
    List<Entry> entries = tree.isEmpty() ? all(run, store::read, Entry::seq) : tree;
    Map<String, List<Logged>> logs = new LinkedHashMap<>();
    entries.forEach(
        entry -> logs.computeIfAbsent(entry.stream(), _ -> new ArrayList<>()).add(logged(entry)));
    Optional<Difference> first =
        logs.entrySet().stream()
            .flatMap(log ->
                new Replay(machine)
                    .first(log.getValue()).stream().map(what -> new Difference(log.getKey(), what)))
            .findFirst();
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Finding(entries.size(), first));
  }

  /// Reads page by page.
  private interface Pages {
    List<Entry> read(String name, long after, int limit);
  }

  private static List<Entry> all(String name, Pages pages, ToLongFunction<Entry> place) {
    List<Entry> all = new ArrayList<>();
    List<Entry> page;
    do {
      page = pages.read(name, all.isEmpty() ? 0 : place.applyAsLong(all.getLast()), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  private static Logged logged(Entry entry) {
    return new Logged(
        entry.seq(),
        new Stamp(entry.at(), entry.pos()),
        Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN)));
  }
}
