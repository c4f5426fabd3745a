package dev.gatehouse.testkit.model;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// One turn of a [ScriptedModel]: what it does in order, and how it stops.
///
/// Immutable; every method gives a longer turn. A turn that calls tools stops with `tool_use`, any
/// other with `end_turn`, unless [#stops] or [#refuses] says otherwise.
///
/// @param beats what happens, in order
/// @param stop why the model stops, when the beats do not tell
/// @param usage what the provider counts; a token per word when empty
public record Turn(List<Beat> beats, Optional<StopReason> stop, Optional<Usage> usage) {

  /// Copies the beats.
  public Turn {
    beats = List.copyOf(beats);
  }

  /// One thing a scripted model does.
  public sealed interface Beat {

    /// Says text, word by word.
    record Say(String text) implements Beat {}

    /// Thinks, word by word.
    record Think(String text) implements Beat {}

    /// Calls a tool. Arguments that are no JSON object become a malformed call, as with a real
    /// model.
    record Call(String tool, String arguments) implements Beat {}

    /// Waits until a test opens the latch. The signal opens it too.
    record Await(CountDownLatch latch) implements Beat {}

    /// Lets time pass.
    record Pause(Duration time) implements Beat {}

    /// Fails; what was said is void.
    record Fail(Failure failure) implements Beat {}
  }

  /// A turn that does nothing yet.
  public static Turn silence() {
    return new Turn(List.of(), Optional.empty(), Optional.empty());
  }

  /// A turn of text.
  public static Turn says(String text) {
    return silence().thenSays(text);
  }

  /// A turn that begins with a thought.
  public static Turn thinks(String text) {
    return silence().thenThinks(text);
  }

  /// A turn that calls a tool.
  public static Turn calls(String tool, Json arguments) {
    return silence().thenCalls(tool, arguments);
  }

  /// A turn that calls a tool with arguments as the model writes them, well-formed or not.
  public static Turn calls(String tool, String arguments) {
    return silence().thenCalls(tool, arguments);
  }

  /// A turn that fails.
  public static Turn fails(Failure failure) {
    return silence().thenFails(failure);
  }

  /// A turn that fails in one of the ways calls fail.
  public static Turn fails(Failure.Code code) {
    return fails(
        Failure.of(code, "the script wants the call to fail with \"" + code.wire() + "\""));
  }

  /// A turn that first waits for a test to open the latch.
  public static Turn waits(CountDownLatch latch) {
    return silence().thenWaits(latch);
  }

  /// A turn that first lets time pass.
  public static Turn waits(Duration time) {
    return silence().thenWaits(time);
  }

  /// A turn in which the model refuses.
  public static Turn refuses(String text) {
    return says(text).stops(StopReason.REFUSAL);
  }

  /// {@return this turn, then text}
  public Turn thenSays(String text) {
    return with(new Beat.Say(text));
  }

  /// {@return this turn, then a thought}
  public Turn thenThinks(String text) {
    return with(new Beat.Think(text));
  }

  /// {@return this turn, then a tool call}
  public Turn thenCalls(String tool, Json arguments) {
    return thenCalls(tool, arguments.toString());
  }

  /// {@return this turn, then a tool call with arguments as the model writes them}
  public Turn thenCalls(String tool, String arguments) {
    return with(new Beat.Call(tool, arguments));
  }

  /// {@return this turn, then a wait for the latch}
  public Turn thenWaits(CountDownLatch latch) {
    return with(new Beat.Await(latch));
  }

  /// {@return this turn, then a pause}
  public Turn thenWaits(Duration time) {
    return with(new Beat.Pause(time));
  }

  /// {@return this turn, then a failure that voids it}
  public Turn thenFails(Failure failure) {
    return with(new Beat.Fail(failure));
  }

  /// {@return this turn, stopping for that reason}
  public Turn stops(StopReason reason) {
    return new Turn(beats, Optional.of(reason), usage);
  }

  /// {@return this turn, with what the provider counts}
  public Turn counts(Usage counted) {
    return new Turn(beats, stop, Optional.of(counted));
  }

  private Turn with(Beat beat) {
    var longer = new ArrayList<>(beats);
    longer.add(beat);
    return new Turn(longer, stop, usage);
  }
}
