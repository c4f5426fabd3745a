package dev.gatehouse.testkit.model;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonException;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.testkit.model.Turn.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Plays one turn to a listener, as a provider's adapter would.
///
/// Used by one thread, for one turn.
final class TurnPlayer {

  /// A code point is never split, because the pattern counts in code points.
  private static final Pattern WORD = Pattern.compile("\\S+\\s*|\\s+");

  /// No test waits longer; a latch nobody opens ends in a failure instead of a hanging build.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final ModelRequest request;
  private final ModelListener listener;
  private final CancelSignal cancel;
  private final List<Content> content = new ArrayList<>();
  private long words;
  private long thought;
  private boolean stopped;

  TurnPlayer(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    this.request = request;
    this.listener = listener;
    this.cancel = cancel;
  }

  /// @param asked the number of the call, which makes the ids of its tool calls unique
  ModelOutcome play(Turn turn, int asked) {
    for (var beat : turn.beats()) {
      switch (beat) {
        case Beat.Say say -> say(say.text()).ifPresent(content::add);
        case Beat.Think think -> think(think.text()).ifPresent(content::add);
        case Beat.Call call -> call(call, "call_" + asked + "_" + (content.size() + 1));
        case Beat.Await await -> await(await.latch(), LONGEST_WAIT);
        case Beat.Pause pause -> await(new CountDownLatch(1), pause.time());
        case Beat.Fail fail -> {
          if (!cancel.cancelled()) {
            return new ModelOutcome.Failed(fail.failure(), usage(turn));
          }
        }
      }
      stopped |= cancel.cancelled();
      if (stopped) {
        return new ModelOutcome.CutOff(
            content.stream().filter(block -> !(block instanceof Content.ToolUse)).toList(),
            usage(turn));
      }
    }
    var reason = turn.stop().orElse(callsTools() ? StopReason.TOOL_USE : StopReason.END_TURN);
    return new ModelOutcome.Replied(content, reason, usage(turn), request.model());
  }

  private boolean callsTools() {
    return content.stream().anyMatch(Content.ToolUse.class::isInstance);
  }

  private Optional<Content> say(String text) {
    return Optional.of(speak(text, listener::text))
        .filter(heard -> !heard.isEmpty())
        .map(Content.Text::new);
  }

  private Optional<Content> think(String text) {
    long before = words;
    var heard = speak(text, listener::thinking);
    thought += words - before;
    return Optional.of(heard)
        .filter(some -> !some.isEmpty())
        .map(some -> new Content.Thinking(some, Optional.empty(), Optional.empty()));
  }

  private String speak(String text, Consumer<String> voice) {
    var heard = new StringBuilder();
    for (var word : WORD.matcher(text).results().map(MatchResult::group).toList()) {
      if (cancel.cancelled()) {
        break;
      }
      words++;
      heard.append(word);
      voice.accept(word);
      listener.drained();
    }
    return heard.toString();
  }

  private void call(Beat.Call call, String id) {
    speak(call.arguments(), piece -> listener.toolInput(id, piece));
    var input = object(call.arguments());
    var malformed = input.isPresent() ? Optional.<String>empty() : Optional.of(call.arguments());
    content.add(
        new Content.ToolUse(id, call.tool(), input.orElse(Json.object().build()), malformed));
  }

  private static Optional<Json> object(String arguments) {
    try {
      return Json.parse(arguments).asObject().map(object -> object);
    } catch (JsonException _) {
      return Optional.empty(); // what the script wants to show
    }
  }

  /// Waits until the test opens the latch, or the signal does.
  private void await(CountDownLatch latch, Duration most) {
    try (var _ = cancel.onCancel(() -> open(latch))) {
      if (!latch.await(most.toNanos(), TimeUnit.NANOSECONDS) && most.equals(LONGEST_WAIT)) {
        throw new AssertionError("nobody opened the latch of the script within " + LONGEST_WAIT);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private static void open(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      latch.countDown();
    }
  }

  private Usage usage(Turn turn) {
    return turn.usage().orElseGet(() -> new Usage(asked(), words, 0, 0, thought));
  }

  private long asked() {
    return request.messages().stream()
        .mapToLong(message -> WORD.matcher(message.text()).results().count())
        .sum();
  }
}
