package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.event.NodeEvent.Task;
import dev.gatehouse.core.json.Json;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How far a node with others in it has come, where those do not tell.
public sealed interface Course {

  /// Its children tell.
  record None() implements Course {}

  /// The items of a map.
  record Items(List<Json> items) implements Course {
    /// Copies the items.
    public Items {
      items = List.copyOf(items);
    }
  }

  /// The way a branch has taken.
  record Way(String target) implements Course {}

  /// The iterations of a loop that are over.
  ///
  /// @param best the number of the best, from 1
  /// @param reason why the loop ends
  record Rounds(List<Round> rounds, int best, Optional<String> reason) implements Course {

    static final Rounds NONE = new Rounds(List.of(), 0, Optional.empty());

    /// Copies the iterations.
    public Rounds {
      rounds = List.copyOf(rounds);
    }

    /// {@return the best iteration; the loop must have had one}
    Round top() {
      return rounds.get(best - 1);
    }
  }

  /// One iteration of a loop.
  ///
  /// @param calls what tells its tool calls from others
  record Round(
      Json output, Optional<BigDecimal> score, Optional<String> feedback, Optional<String> calls) {}

  /// The tasks of a manager.
  ///
  /// @param revision how often it has planned
  /// @param claims which worker took which task, by task
  record Board(List<Task> tasks, int revision, Map<String, String> claims) implements Course {

    static final Board NONE = new Board(List.of(), 0, Map.of());

    /// Copies the collections.
    public Board {
      tasks = List.copyOf(tasks);
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }
  }
}
