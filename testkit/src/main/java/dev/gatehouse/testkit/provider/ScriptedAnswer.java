package dev.gatehouse.testkit.provider;

import dev.gatehouse.core.message.StopReason;
import dev.gatehouse.core.money.Usage;
import java.util.ArrayList;
import java.util.List;

/// What a scripted model says, before it is put into a wire's words. Text comes in pieces, each of
/// which becomes one event.
///
/// @param model the model that answers
/// @param parts what it says, in order
/// @param stop why it stops
/// @param usage what it counts, disjoint as [Usage] wants it; the wires' overlapping counts are
///   worked out
public record ScriptedAnswer(String model, List<Part> parts, StopReason stop, Usage usage) {

  /// Copies the parts.
  public ScriptedAnswer {
    parts = List.copyOf(parts);
  }

  /// A model that stops without a word.
  public static ScriptedAnswer empty() {
    return new ScriptedAnswer(
        "scripted-model-1", List.of(), StopReason.END_TURN, new Usage(20, 9, 0, 0, 0));
  }

  /// A model that says these pieces of text.
  public static ScriptedAnswer text(String... pieces) {
    return empty().withText(pieces);
  }

  /// {@return this answer with more text}
  public ScriptedAnswer withText(String... pieces) {
    return with(new Part.Text(List.of(pieces)), stop);
  }

  /// {@return this answer with a thought}
  ///
  /// @param signature what proves it, on wires that have such a thing
  public ScriptedAnswer withThought(String signature, String... pieces) {
    return with(new Part.Thought(signature, List.of(pieces)), stop);
  }

  /// {@return this answer with a call of a tool; it now stops to use tools}
  ///
  /// @param argumentPieces JSON text, cut anywhere
  public ScriptedAnswer withToolUse(String id, String name, String... argumentPieces) {
    return with(new Part.ToolUse(id, name, List.of(argumentPieces)), StopReason.TOOL_USE);
  }

  /// {@return this answer with another reason to stop}
  public ScriptedAnswer withStop(StopReason reason) {
    return new ScriptedAnswer(model, parts, reason, usage);
  }

  /// {@return this answer with other counts}
  public ScriptedAnswer withUsage(Usage counts) {
    return new ScriptedAnswer(model, parts, stop, counts);
  }

  private ScriptedAnswer with(Part part, StopReason reason) {
    var more = new ArrayList<>(parts);
    more.add(part);
    return new ScriptedAnswer(model, more, reason, usage);
  }

  /// One block of the answer.
  public sealed interface Part {

    /// {@return its pieces, each of which becomes one event}
    List<String> pieces();

    /// Words.
    record Text(List<String> pieces) implements Part {}

    /// A thought.
    record Thought(String signature, List<String> pieces) implements Part {}

    /// A call of a tool.
    record ToolUse(String id, String name, List<String> pieces) implements Part {}
  }
}
