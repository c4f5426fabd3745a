package dev.gatehouse.checks.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.event.ToolEvent.ToolCallRequested;
import dev.gatehouse.core.event.UndoEvent;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.undo.UndoReport;
import dev.gatehouse.core.undo.UndoScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What must hold of the log of a run that takes back what it has done: of each part all that has
/// worked, the last of it first, once, and nothing that has not worked.
///
/// It is an account of its own: it shares nothing with the code it judges.
public final class UndoLaws {

  private final Map<String, ToolCallRequested> wishes = new HashMap<>();
  private final List<String> worked = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, UndoScope> open = new LinkedHashMap<>();
  private final Map<String, List<String>> done = new HashMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private final Set<String> sent = new HashSet<>();
  private boolean stopped;
  private int undone;

  /// Hears the next event of the log.
  public void hear(Event event) {
    switch (event) {
      case ToolCallRequested wish -> requested(wish);
      case ToolEvent.ToolCallDispatched dispatch -> sent.add(dispatch.callId());
      case ToolCallFinished over -> finished(over);
      case UndoEvent.UndoBegan began -> {
        assertThat(open.put(began.undo(), new UndoScope(began.scope()))).isNull();
        done.put(began.undo(), new ArrayList<>());
      }
      case UndoEvent.UndoStopped _ -> stopped = true;
      case UndoEvent.UndoEnded ended -> ended(ended);
      default -> {}
    }
  }

  private void requested(ToolCallRequested wish) {
    assertThat(wishes.put(wish.callId(), wish)).as("an id means one call").isNull();
    wish.undoes()
        .ifPresent(it -> {
          assertThat(open).as("taken back within an undo").containsKey(it.undo());
          assertThat(worked).as("taken back although it has not worked").contains(it.call());
          assertThat(taken.add(it.call())).as("taken back twice: " + it).isTrue();
          assertThat(stopped).as("taken back after the stop").isFalse();
          List<String> before = Objects.requireNonNull(done.get(it.undo()));
          if (!before.isEmpty()) {
            assertThat(worked.indexOf(it.call()))
                .as("the last is taken back first")
                .isLessThan(worked.indexOf(before.getLast()));
          }
          before.add(it.call());
        });
  }

  private void finished(ToolCallFinished over) {
    ToolCallRequested wish = Objects.requireNonNull(wishes.get(over.callId()));
    if (wish.undoes().isPresent() || wish.policy().undo().isEmpty()) {
      undone += wish.undoes().isPresent() && over.outcome() instanceof ToolOutcome.Ok ? 1 : 0;
      return;
    }
    switch (over.outcome()) {
      case ToolOutcome.Ok _ -> worked.add(over.callId());
      case ToolOutcome.Failed(Failure failure) -> {
        if (failure.code() == Failure.Code.OUTCOME_UNKNOWN && sent.contains(over.callId())) {
          doubtful.add(over.callId());
        }
      }
    }
  }

  private void ended(UndoEvent.UndoEnded ended) {
    UndoScope scope = Objects.requireNonNull(open.remove(ended.undo()));
    UndoReport report = ended.report();
    List<String> mine = Objects.requireNonNull(done.get(ended.undo()));
    assertThat(report.stopped().isPresent()).isEqualTo(stopped);
    if (stopped) {
      return;
    }
    assertThat(report.count() + report.failed().size()).as("all is told").isEqualTo(mine.size());
    assertThat(worked.stream().filter(call -> isIn(scope, call)).toList())
        .as("all that has worked is taken back")
        .allMatch(taken::contains);
    assertThat(report.unknown().stream().map(UndoReport.Line::call).toList())
        .as("what is in doubt is named")
        .containsAll(doubtful.stream().filter(call -> isIn(scope, call)).toList());
  }

  private static boolean isIn(UndoScope scope, String call) {
    return scope.path().isEmpty() || scope.holds(NodeState.pathOf(call));
  }

  /// Hears the end of the log.
  public void end() {
    assertThat(open).as("undos that never ended").isEmpty();
  }

  /// {@return how many calls were taken back}
  public int undone() {
    return undone;
  }
}
