package dev.gatehouse.adapters.anthropic;

import dev.gatehouse.adapters.http.StreamFailure;
import dev.gatehouse.adapters.http.StreamedAnswer;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.List;

/// What the stop reasons of the Messages wire mean.
final class AnthropicStop {

  private AnthropicStop() {}

  static ModelOutcome.Replied reply(
      String reason, List<AnthropicBlock> blocks, Usage usage, String model) {
    List<Content> content = blocks.stream().map(AnthropicBlock::content).toList();
    return StreamedAnswer.of(content, of(reason), usage, model);
  }

  /// A turn that was paused or ran out of room is not whole, and is never taken for one that is.
  private static StopReason of(String reason) {
    return switch (reason) {
      case "end_turn" -> StopReason.END_TURN;
      case "tool_use" -> StopReason.TOOL_USE;
      case "max_tokens", "model_context_window_exceeded", "pause_turn", "compaction" ->
          StopReason.MAX_TOKENS;
      case "stop_sequence" -> StopReason.STOP_SEQUENCE;
      case "refusal" -> StopReason.REFUSAL;
      default -> throw StreamFailure.protocol("the stop reason \"" + reason + "\" is unknown");
    };
  }
}
