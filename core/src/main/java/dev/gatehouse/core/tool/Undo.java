package dev.gatehouse.core.tool;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.JsonTemplate;
import java.util.List;
import java.util.Set;

/// How a call that has worked is taken back: by a call of another tool.
///
/// @param tool the tool that takes it back
/// @param input the arguments for it; in its texts `{{ path }}` stands for parts of the `input` and
///   the `output` of the call that is taken back
public record Undo(String tool, Json input) {

  private static final Set<String> NAMES = Set.of("input", "output");
  private static final String WHOLE_INPUT = "{{ input }}";

  /// Refuses templates that could never be filled in.
  public Undo {
    if (tool.isBlank()) {
      throw new IllegalArgumentException("an undo needs the name of a tool");
    }
    List<String> strange =
        JsonTemplate.parse(input).paths().stream()
            .map(path -> path.root())
            .filter(name -> !NAMES.contains(name))
            .toList();
    if (!strange.isEmpty()) {
      throw new IllegalArgumentException(
          "the template of an undo knows \"input\" and \"output\" of the call, not \""
              + strange.getFirst()
              + "\"");
    }
  }

  /// A tool that takes a call back when it is given the same arguments.
  public static Undo by(String tool) {
    return new Undo(tool, Json.of(WHOLE_INPUT));
  }

  /// {@return the arguments that take a call back}
  ///
  /// @param given the arguments of the call
  /// @param output what it brought
  public Json arguments(Json given, Json output) {
    return JsonTemplate.parse(input).value(Json.obj("input", given, "output", output));
  }
}
