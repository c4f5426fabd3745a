package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The answer of a workflow, which nobody speaks: what it yields is shown when it has ended.
final class YieldedAnswer implements LiveAnswer {

  private final LiveAnswer steps;
  private final Deque<Shown> last = new ArrayDeque<>();

  /// @param steps how the workflow goes; its record has the member `response`
  YieldedAnswer(LiveAnswer steps) {
    this.steps = steps;
  }

  @Override
  public String run() {
    return steps.run();
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    if (!last.isEmpty()) {
      return Optional.of(last.removeFirst());
    }
    Optional<Shown> shown = steps.next(patience);
    if (shown.isEmpty() || !(shown.get() instanceof Shown.Ended)) {
      return shown;
    }
    steps
        .record()
        .at("response")
        .flatMap(Json::text)
        .filter(text -> !text.isBlank())
        .ifPresent(text -> {
          last.add(new Shown.Text(text));
          last.add(new Shown.TurnDone());
        });
    last.add(shown.get());
    return Optional.of(last.removeFirst());
  }

  @Override
  public void choose(String question, String choice) {
    steps.choose(question, choice);
  }

  @Override
  public Optional<String> decide(Shown.ApprovalWanted wanted, Word word) {
    return steps.decide(wanted, word);
  }

  @Override
  public void cancel() {
    steps.cancel();
  }

  @Override
  public Json record() {
    return steps.record();
  }

  @Override
  public void close() {
    steps.close();
  }
}
