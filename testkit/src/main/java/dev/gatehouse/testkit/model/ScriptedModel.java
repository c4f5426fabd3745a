package dev.gatehouse.testkit.model;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A model that says what a test wrote for it, turn by turn, and remembers what it was asked.
///
/// {@snippet :
/// var model =
///     ScriptedModel.of(
///         Turn.calls("lookup", "{\"id\":7}"),
///         Turn.says("Seven is free."));
/// }
///
/// A call takes the next turn; with none left it fails with `bad_request`, which names the question
/// nobody wrote an answer for. Safe for calls on many threads; which call gets which turn is then
/// the order in which they come.
public final class ScriptedModel implements Model {

  private final Deque<Turn> turns = new ArrayDeque<>();
  private final List<ModelRequest> requests = new ArrayList<>();

  private ScriptedModel(List<Turn> turns) {
    this.turns.addAll(turns);
  }

  /// A model with a script.
  public static ScriptedModel of(Turn... turns) {
    return new ScriptedModel(List.of(turns));
  }

  /// Writes on.
  public ScriptedModel then(Turn turn) {
    synchronized (turns) {
      turns.add(turn);
    }
    return this;
  }

  /// {@return what the model was asked, in order}
  public List<ModelRequest> requests() {
    synchronized (turns) {
      return List.copyOf(requests);
    }
  }

  /// {@return the newest question}
  public ModelRequest lastRequest() {
    var asked = requests();
    if (asked.isEmpty()) {
      throw new AssertionError("the scripted model was never asked");
    }
    return asked.getLast();
  }

  /// {@return how many turns nobody asked for yet}
  public int turnsLeft() {
    synchronized (turns) {
      return turns.size();
    }
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    Turn turn;
    int asked;
    synchronized (turns) {
      requests.add(request);
      asked = requests.size();
      turn = turns.isEmpty() ? unwritten(asked, request) : turns.remove();
    }
    return new TurnPlayer(request, listener, cancel).play(turn, asked);
  }

  private static Turn unwritten(int asked, ModelRequest request) {
    var last = request.messages().isEmpty() ? "" : request.messages().getLast().text();
    return Turn.fails(
        Failure.of(
            Failure.Code.BAD_REQUEST,
            "the script has no turn for call %s, which ends with \"%s\"; add one with then(…)"
                .formatted(asked, last)));
  }
}
