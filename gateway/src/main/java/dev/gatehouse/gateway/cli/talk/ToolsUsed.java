package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.ToolTally;
import java.time.Duration;
import java.util.Optional;

/// An answer whose record also says what became of its tools.
final class ToolsUsed implements LiveAnswer {

  private final LiveAnswer answer;
  private final Runnable stop;
  private final ToolTally tally = new ToolTally();

  /// @param stop what else is closed with it
  ToolsUsed(LiveAnswer answer, Runnable stop) {
    this.answer = answer;
    this.stop = stop;
  }

  @Override
  public String run() {
    return answer.run();
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    var shown = answer.next(patience);
    if (shown.isPresent() && shown.get() instanceof Shown.ToolEnded ended) {
      ended
          .fault()
          .ifPresentOrElse(
              fault -> tally.failed(ended.tool(), fault.code(), fault.message()),
              () -> tally.done(ended.tool()));
    }
    return shown;
  }

  @Override
  public void choose(String question, String choice) {
    answer.choose(question, choice);
  }

  @Override
  public Optional<String> decide(Shown.ApprovalWanted wanted, Word word) {
    return answer.decide(wanted, word);
  }

  @Override
  public void cancel() {
    answer.cancel();
  }

  @Override
  public Json record() {
    var all = Json.object();
    var run = tally.addedTo(answer.record());
    run.asObject().ifPresent(object -> object.members().forEach(all::put));
    var output =
        run.at("workflow_id").isPresent() ? run.path("output", "output") : run.at("output");
    return all.put(
            "response", output.filter(it -> !it.equals(Json.NULL)).map(ToolsUsed::text).orElse(""))
        .build();
  }

  private static String text(Json output) {
    return output.text().orElseGet(output::toString);
  }

  @Override
  public void close() {
    answer.close();
    stop.run();
  }
}
