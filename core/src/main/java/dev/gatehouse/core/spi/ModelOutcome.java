package dev.gatehouse.core.spi;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import java.util.List;

/// How a model call ended.
public sealed interface ModelOutcome {

  /// {@return the tokens the provider counted until then}
  Usage usage();

  /// The turn is whole.
  ///
  /// @param content the blocks in the order of the stream; empty only for refusals
  /// @param stop why the model stopped; `TOOL_USE` whenever the content holds a tool use that ended
  ///   properly
  /// @param model the model that answered, as the provider names it
  record Replied(List<Content> content, StopReason stop, Usage usage, String model)
      implements ModelOutcome {

    /// Copies the blocks.
    public Replied {
      content = List.copyOf(content);
    }
  }

  /// It failed, before or amid the stream. Fragments already heard are void.
  record Failed(Failure failure, Usage usage) implements ModelOutcome {}

  /// It was stopped by the signal.
  ///
  /// @param content what had arrived: whole and partial text and thought, no partial tool use
  record CutOff(List<Content> content, Usage usage) implements ModelOutcome {

    /// Copies the blocks.
    public CutOff {
      content = List.copyOf(content);
    }
  }
}
