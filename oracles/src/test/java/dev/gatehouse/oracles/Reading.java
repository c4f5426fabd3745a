package dev.gatehouse.oracles;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.List;
import java.util.stream.Collectors;

/// What a reader made of an answer, reduced to what every reader can tell.
///
/// @param text all words
/// @param calls every call as `id name canonical-arguments`
/// @param stop why it stopped, in our words
/// @param usage tokens, disjoint
record Reading(String text, List<String> calls, String stop, Usage usage) {

  /// Our own reading.
  static Reading of(ModelOutcome.Replied replied) {
    var text =
        replied.content().stream()
            .filter(Content.Text.class::isInstance)
            .map(block -> ((Content.Text) block).text())
            .collect(Collectors.joining());
    var calls =
        replied.content().stream()
            .filter(Content.ToolUse.class::isInstance)
            .map(Content.ToolUse.class::cast)
            .map(use -> use.id() + " " + use.name() + " " + use.input().canonical())
            .toList();
    return new Reading(text, calls, replied.stop().wire(), replied.usage());
  }
}
