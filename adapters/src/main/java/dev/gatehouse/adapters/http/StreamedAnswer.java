package dev.gatehouse.adapters.http;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.ArrayList;
import java.util.List;

/// The last step of every decoder: makes blocks and the provider's reason to stop agree.
///
/// A tool call that ended properly makes the turn a tool turn, whatever the provider called it. One
/// that was cut short, or that belongs to a refused answer, is dropped: it must never run.
public final class StreamedAnswer {

  private StreamedAnswer() {}

  /// Makes the reply.
  ///
  /// @param blocks in the order of the stream
  public static ModelOutcome.Replied of(
      List<Content> blocks, StopReason stop, Usage usage, String model) {
    List<Content> content = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (isKept(blocks.get(i), stop, i == blocks.size() - 1)) {
        content.add(blocks.get(i));
      }
    }
    boolean calls = content.stream().anyMatch(Content.ToolUse.class::isInstance);
    StopReason reason =
        calls ? StopReason.TOOL_USE : stop == StopReason.TOOL_USE ? StopReason.END_TURN : stop;
    if (content.isEmpty() && !isRefusal(reason)) {
      content.add(new Content.Text(""));
    }
    return new ModelOutcome.Replied(content, reason, usage, model);
  }

  private static boolean isKept(Content block, StopReason stop, boolean last) {
    return switch (block) {
      case Content.Text(var text) -> !text.isEmpty();
      case Content.ToolUse use ->
          !isRefusal(stop) && !(stop == StopReason.MAX_TOKENS && isCut(use, last));
      case Content.Thinking thinking -> true;
      case Content.Opaque opaque -> true;
      case Content.Image image -> true;
      case Content.ToolResult result -> true;
    };
  }

  /// Under a token limit, arguments that do not parse or were never written were cut off.
  private static boolean isCut(Content.ToolUse use, boolean last) {
    boolean blank = use.input().asObject().map(input -> input.members().isEmpty()).orElse(true);
    return use.malformed().isPresent() || (last && blank);
  }

  private static boolean isRefusal(StopReason stop) {
    return stop == StopReason.REFUSAL || stop == StopReason.CONTENT_FILTER;
  }
}
