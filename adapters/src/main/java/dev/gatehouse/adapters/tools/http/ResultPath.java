package dev.gatehouse.adapters.tools.http;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of an answer a tool gives to the model: the JSONPath (RFC 9535) of one place, or of
/// all items of a list, such as `$.data.orders[*].id`.
public final class ResultPath {

  /// The whole answer.
  public static final ResultPath WHOLE = new ResultPath(List.of());

  private static final Pattern STEP =
      Pattern.compile("\\.([\\w-]+)|\\['([^'\\\\]+)']|\\[([0-9]{1,9})]|(\\[\\*]|\\.\\*)");

  private final List<Step> steps;

  private sealed interface Step {
    record Member(String name) implements Step {}

    record Item(int index) implements Step {}

    record Each() implements Step {}
  }

  private ResultPath(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Reads a path.
  ///
  /// @throws IllegalArgumentException when it is none, or of a form that is not supported
  public static ResultPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int at = text.startsWith("$") ? 1 : -1;
    while (at >= 0 && at < text.length() && step.find(at) && step.start() == at) {
      steps.add(step(step));
      at = step.end();
    }
    if (at != text.length()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no supported JSONPath; write it like $.data.items[*].name");
    }
    return new ResultPath(steps);
  }

  private static Step step(Matcher step) {
    if (step.group(1) != null) {
      return new Step.Member(step.group(1));
    }
    if (step.group(2) != null) {
      return new Step.Member(step.group(2));
    }
    return step.group(3) != null ? new Step.Item(Integer.parseInt(step.group(3))) : new Step.Each();
  }

  /// {@return what lies there; a list when the path goes through all items of one}
  Optional<Json> of(Json whole) {
    List<Json> found = List.of(whole);
    boolean many = false;
    for (Step step : steps) {
      many |= step instanceof Step.Each;
      found = found.stream().flatMap(value -> below(value, step).stream()).toList();
    }
    return many ? Optional.of(Json.array(found)) : found.stream().findFirst();
  }

  private static List<Json> below(Json value, Step step) {
    return switch (step) {
      case Step.Member(String name) -> value.at(name).stream().toList();
      case Step.Item(int index) ->
          value
              .asArray()
              .map(Json.Arr::items)
              .filter(items -> index < items.size())
              .map(items -> List.of(items.get(index)))
              .orElse(List.of());
      case Step.Each _ ->
          switch (value) {
            case Json.Arr(List<Json> items) -> items;
            case Json.Obj object -> List.copyOf(object.members().values());
            default -> List.of();
          };
    };
  }
}
