package dev.gatehouse.checks.core;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.UndoEvent.Rest;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.Action;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.undo.EffectBook;
import dev.gatehouse.core.undo.Undoable;
import java.util.List;
import java.util.Optional;

/// Looks in the log of a simulated run for what it is to take back, a few calls at a time.
public final class SimulatedSearch {

  private static final int PAGE = 3;

  private SimulatedSearch() {}

  /// {@return what is found}
  ///
  /// @param policy how the tools are treated that take calls back
  public static RunInput found(Action.FindEffects find, List<Event> log, ToolPolicy policy) {
    EffectBook book = new EffectBook("run_1", find.scope());
    for (int i = 0; i < log.size(); i++) {
      book.hear("run_1", i + 1L, i + 1L, log.get(i));
    }
    List<EffectBook.Found> found = book.latest(find.before(), PAGE);
    long before = found.isEmpty() ? find.before() : found.getLast().pos();
    return new RunInput.EffectsFound(
        find.ref(),
        find.undo(),
        found.stream()
            .map(one ->
                new Undoable(
                    one.run(),
                    one.call(),
                    one.tool(),
                    one.undo().tool(),
                    one.undo().arguments(Json.object().build(), Json.NULL),
                    policy,
                    "backend"))
            .toList(),
        before,
        find.ref().attempt() == 1 ? book.unknown() : List.of(),
        book.latest(before, 1).isEmpty() ? Rest.NONE : Rest.MORE,
        Optional.empty());
  }
}
