package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A model that does what the newest message of the user says: `say TEXT`, `count N`, `pace N`
/// (counts slowly), `hold NAME` (says a word and waits to be let go), `see` (tells its picture),
/// `fail`, `stumble` (fails once amid the answer), `use TOOL`, `tell TOOL` (says a word before it
/// uses it).
final class PuppetModel implements Model {

  private static final Usage USAGE = new Usage(10, 5, 0, 0, 0);

  private final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final AtomicInteger stumbles = new AtomicInteger();
  private final AtomicBoolean withdrawn = new AtomicBoolean();

  /// Lets go of an answer.
  void release(String name) {
    holds.computeIfAbsent(name, _ -> new CountDownLatch(1)).countDown();
  }

  /// Waits until an answer is held.
  void awaitHeld(String name) throws InterruptedException {
    if (!held.computeIfAbsent(name, _ -> new CountDownLatch(1)).await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("nothing holds " + name);
    }
  }

  /// Takes the model away, so that nothing of its name is found any more.
  void withdraw() {
    withdrawn.set(true);
  }

  boolean isWithdrawn() {
    return withdrawn.get();
  }

  @Override
  public ModelOutcome call(ModelRequest request, ModelListener listener, CancelSignal cancel) {
    Message newest = request.messages().getLast();
    if (newest.role() == Role.TOOL) {
      return said(listener, "tool done");
    }
    String[] words = newest.text().split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "count" -> counted(listener, Integer.parseInt(rest), 0);
      case "pace" -> counted(listener, Integer.parseInt(rest), 10);
      case "hold" -> hold(listener, cancel, rest);
      case "fail" -> failed(Failure.Code.BAD_REQUEST);
      case "stumble" -> stumble(listener);
      case "use" -> use(rest);
      case "tell" -> told(listener, rest);
      case "see" -> said(listener, seen(newest));
      default -> said(listener, rest);
    };
  }

  /// Counts, and waits a little after each number so that readers can see it alone.
  private ModelOutcome counted(ModelListener listener, int count, int millis) {
    StringBuilder all = new StringBuilder();
    var never = new CountDownLatch(1);
    for (int number = 1; number <= count; number++) {
      String word = number + " ";
      all.append(word);
      listener.text(word);
      listener.drained();
      try {
        never.await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    return replied(all.toString());
  }

  private ModelOutcome said(ModelListener listener, String text) {
    listener.text(text);
    listener.drained();
    return replied(text);
  }

  private ModelOutcome hold(ModelListener listener, CancelSignal cancel, String name) {
    listener.text("held ");
    listener.drained();
    held.computeIfAbsent(name, _ -> new CountDownLatch(1)).countDown();
    CountDownLatch hold = holds.computeIfAbsent(name, _ -> new CountDownLatch(1));
    try (var _ = cancel.onCancel(hold::countDown)) {
      hold.await(5, TimeUnit.MINUTES);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (cancel.cancelled()) {
      return new ModelOutcome.CutOff(List.of(new Content.Text("held ")), USAGE);
    }
    listener.text("free");
    listener.drained();
    return replied("held free");
  }

  private ModelOutcome stumble(ModelListener listener) {
    if (stumbles.getAndIncrement() == 0) {
      listener.text("void ");
      listener.drained();
      return failed(Failure.Code.OVERLOADED);
    }
    return said(listener, "second try");
  }

  private static String seen(Message message) {
    return message.content().stream()
        .filter(Content.Image.class::isInstance)
        .map(block -> (Content.Image) block)
        .map(image -> image.mediaType().orElse("?") + " " + image.data().orElse("no data"))
        .findFirst()
        .orElse("nothing");
  }

  private static ModelOutcome failed(Failure.Code code) {
    return new ModelOutcome.Failed(Failure.of(code, "the puppet fails"), USAGE);
  }

  private static ModelOutcome told(ModelListener listener, String tool) {
    listener.text("first ");
    listener.drained();
    return used(new Content.Text("first "), calling(tool));
  }

  private static ModelOutcome use(String tool) {
    return used(calling(tool));
  }

  private static Content calling(String tool) {
    Json input = Json.obj("text", Json.of("hello"));
    return new Content.ToolUse("call_1", tool, input, java.util.Optional.empty());
  }

  private static ModelOutcome used(Content... content) {
    return new ModelOutcome.Replied(List.of(content), StopReason.TOOL_USE, USAGE, "puppet");
  }

  private static ModelOutcome replied(String text) {
    return new ModelOutcome.Replied(
        List.of(new Content.Text(text)), StopReason.END_TURN, USAGE, "puppet");
  }
}
