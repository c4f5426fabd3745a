package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Frame.Voice;

/// Writes one attempt of a model's answer onto a live stream while it is being given. Used by the
/// thread that reads the model, and by no other.
public final class Pen implements ModelListener {

  private final LiveStream stream;
  private final String run;
  private final int turn;
  private final int attempt;
  private final long answer;
  private int written;

  /// A pen for one attempt at a turn, whose dispatch was published.
  public Pen(LiveStream stream, String run, int turn, int attempt) {
    this.stream = stream;
    this.run = run;
    this.turn = turn;
    this.attempt = attempt;
    this.answer = stream.answer(run);
  }

  @Override
  public void text(String fragment) {
    say(Voice.TEXT, fragment);
  }

  @Override
  public void thinking(String fragment) {
    say(Voice.THINKING, fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    stream.argue(new Body.Arguments(run, callId, fragment));
  }

  @Override
  public void event(Json.Obj event) {
    stream.show(new Body.Custom(run, "", event));
  }

  @Override
  public void drained() {
    stream.drained();
  }

  private void say(Voice voice, String fragment) {
    if (fragment.isEmpty()) {
      return;
    }
    written += fragment.length();
    stream.say(answer, new Body.Said(run, turn, attempt, voice, fragment, written));
  }
}
