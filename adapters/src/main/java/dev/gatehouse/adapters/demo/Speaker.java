package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import dev.gatehouse.core.spi.ModelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Says a turn aloud, word by word, until it is said, may not grow longer, or is stopped.
///
/// Used by one thread, for one turn.
final class Speaker {

  private final ModelRequest request;
  private final ModelListener listener;
  private final Pace pace;
  private final List<Content> said = new ArrayList<>();
  private int words;
  private int thought;

  /// How saying something went.
  private enum End {
    SAID,
    TOO_LONG,
    STOPPED
  }

  Speaker(ModelRequest request, ModelListener listener, Pace pace) {
    this.request = request;
    this.listener = listener;
    this.pace = pace;
  }

  ModelOutcome say(DemoTurn turn) {
    for (var block : turn.content()) {
      switch (say(block)) {
        case SAID -> {}
        case TOO_LONG -> {
          return replied(StopReason.MAX_TOKENS);
        }
        case STOPPED -> {
          return new ModelOutcome.CutOff(said, usage());
        }
      }
    }
    return replied(turn.callsTools() ? StopReason.TOOL_USE : StopReason.END_TURN);
  }

  private ModelOutcome replied(StopReason stop) {
    return new ModelOutcome.Replied(said, stop, usage(), request.model());
  }

  private End say(Content block) {
    var heard = new StringBuilder();
    var end =
        switch (block) {
          case Content.Text text -> speak(Words.of(text.text()), heard, listener::text);
          case Content.Thinking thinking -> think(thinking, heard);
          case Content.ToolUse use ->
              speak(
                  Words.pieces(use.input().toString()),
                  heard,
                  piece -> listener.toolInput(use.id(), piece));
          case Content.Image _, Content.ToolResult _, Content.Opaque _ -> End.SAID;
        };
    kept(block, heard.toString(), end).ifPresent(said::add);
    return end;
  }

  private End think(Content.Thinking thinking, StringBuilder heard) {
    int before = words;
    var end = speak(Words.of(thinking.text()), heard, listener::thinking);
    thought += words - before;
    return end;
  }

  private End speak(List<String> fragments, StringBuilder heard, Consumer<String> voice) {
    for (var fragment : fragments) {
      if (words == request.maxTokens()) {
        return End.TOO_LONG;
      }
      if (!pace.next()) {
        return End.STOPPED;
      }
      words++;
      heard.append(fragment);
      voice.accept(fragment);
      listener.drained();
    }
    return End.SAID;
  }

  /// What stays of a block: all of it, or the words heard; never a part of a tool call.
  private static Optional<Content> kept(Content block, String heard, End end) {
    if (end == End.SAID) {
      return Optional.of(block);
    }
    return switch (block) {
      case Content.Text _ when !heard.isEmpty() -> Optional.of(new Content.Text(heard));
      case Content.Thinking _ when !heard.isEmpty() ->
          Optional.of(new Content.Thinking(heard, Optional.empty(), Optional.empty()));
      default -> Optional.empty();
    };
  }

  private Usage usage() {
    long read = Words.count(request.system()) + Words.count(request.messages());
    return new Usage(read, words, 0, 0, thought);
  }
}
