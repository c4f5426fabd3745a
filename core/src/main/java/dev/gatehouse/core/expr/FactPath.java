package dev.gatehouse.core.expr;

import static java.util.stream.Collectors.joining;

import dev.gatehouse.core.json.Json;
import java.util.List;

/// A path into facts, such as `args.files[0]["odd name"]`.
///
/// @param root the first name
/// @param steps what follows it
public record FactPath(String root, List<Step> steps) {

  /// Copies the steps.
  public FactPath {
    steps = List.copyOf(steps);
  }

  /// Reads a path.
  ///
  /// @throws ExpressionException when it is none, naming the position and what was expected there
  public static FactPath parse(String text) {
    return Grammar.path(text);
  }

  /// {@return what stands there; `null` when nothing does}
  public Json in(Json.Obj facts) {
    Json at = facts.member(root).orElse(Json.NULL);
    for (Step step : steps) {
      at = step.from(at);
    }
    return at;
  }

  /// {@return a text that parses to an equal path}
  @Override
  public String toString() {
    return root + steps.stream().map(Step::toString).collect(joining());
  }

  /// One step of a path.
  public sealed interface Step {

    /// {@return what lies there, seen from a value; `null` when nothing does}
    Json from(Json value);

    /// To the member of an object.
    record Member(String name) implements Step {

      @Override
      public Json from(Json value) {
        return value.at(name).orElse(Json.NULL);
      }

      @Override
      public String toString() {
        return Token.isName(name) ? "." + name : "[" + Json.of(name) + "]";
      }
    }

    /// To the item of a list, from 0.
    record Index(int index) implements Step {

      @Override
      public Json from(Json value) {
        return value instanceof Json.Arr(var items) && index < items.size()
            ? items.get(index)
            : Json.NULL;
      }

      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }
  }
}
