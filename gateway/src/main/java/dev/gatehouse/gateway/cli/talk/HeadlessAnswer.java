package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.AutonomousRun;
import dev.gatehouse.gateway.Worker;
import java.time.Duration;
import java.util.Optional;

/// The answer of a run in this process that nobody watches, with the gateway it runs in.
public final class HeadlessAnswer implements LiveAnswer {

  private final AutonomousRun run;
  private final EmbeddedAnswer answer;

  /// The answer of a run.
  ///
  /// @param run closed with the answer
  public static LiveAnswer of(AutonomousRun run) {
    LiveAnswer answer = new HeadlessAnswer(run);
    return run.kind() == Worker.Kind.WORKFLOW ? new YieldedAnswer(answer) : answer;
  }

  private HeadlessAnswer(AutonomousRun run) {
    this.run = run;
    this.answer = new EmbeddedAnswer(run.runtime(), run.session(), run.id(), run.from());
  }

  @Override
  public String run() {
    return run.id();
  }

  @Override
  public Optional<Shown> next(Duration patience) throws InterruptedException {
    return answer.next(patience);
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
    return run.result().json();
  }

  /// Leaves the run, if it has not ended, to the next process.
  @Override
  public void close() {
    answer.close();
    run.close();
  }
}
