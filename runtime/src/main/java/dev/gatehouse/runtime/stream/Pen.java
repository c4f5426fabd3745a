package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.runtime.stream.Frame.Body;
import dev.gatehouse.runtime.stream.Frame.Voice;

/// Writes one attempt of a model's answer onto a live stream while it is being given. Used by the
/// thread that reads the model, and by no other.
///
/// What arrives at once is written at once: fragments of one voice, or of one call's arguments, are
/// joined until the reader has handed over all it had. A burst becomes a few long frames, and a
/// model that takes its time is heard fragment by fragment.
public final class Pen implements ModelListener {

  /// How many UTF-16 units one frame may have before the next begins.
  private static final int LONGEST_FRAME = 8 << 10;

  private final LiveStream stream;
  private final String run;
  private final int turn;
  private final int attempt;
  private final long answer;
  private int written;
  private Source source = Source.TEXT;
  private String first = "";
  private StringBuilder joined = new StringBuilder(0);

  /// Where a fragment comes from.
  private sealed interface Source {

    Source TEXT = new Speaking(Voice.TEXT);
    Source THINKING = new Speaking(Voice.THINKING);

    /// One of the model's voices.
    record Speaking(Voice voice) implements Source {}

    /// The arguments of a call.
    record Calling(String callId) implements Source {}
  }

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
    hear(Source.TEXT, fragment);
  }

  @Override
  public void thinking(String fragment) {
    hear(Source.THINKING, fragment);
  }

  @Override
  public void toolInput(String callId, String fragment) {
    hear(new Source.Calling(callId), fragment);
  }

  @Override
  public void event(Json.Obj event) {
    write();
    stream.show(new Body.Custom(run, "", event));
  }

  @Override
  public void drained() {
    write();
    stream.drained();
  }

  private void hear(Source from, String fragment) {
    if (!from.equals(source) || first.length() + joined.length() > LONGEST_FRAME) {
      write();
      source = from;
    }
    if (first.isEmpty()) {
      first = fragment;
    } else {
      joined.append(fragment);
    }
  }

  /// Writes what was heard and not yet written.
  private void write() {
    if (first.isEmpty()) {
      return;
    }
    String text = whole();
    switch (source) {
      case Source.Speaking(Voice voice) -> {
        written += text.length();
        stream.say(answer, new Body.Said(run, turn, attempt, voice, text, written));
      }
      case Source.Calling(String callId) -> stream.argue(new Body.Arguments(run, callId, text));
    }
  }

  private String whole() {
    String text = first;
    first = "";
    if (!joined.isEmpty()) {
      text = joined.insert(0, text).toString();
      joined = new StringBuilder(0);
    }
    return text;
  }
}
