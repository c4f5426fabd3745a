package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/// Finds the texts in a call's arguments.
final class ArgumentTexts {

  private ArgumentTexts() {}

  /// {@return every text at one of the paths, such as `files.path`, or below; lists on the way are
  /// taken item by item; without a path every text there is}
  static List<String> at(Json input, List<String> paths) {
    return paths.isEmpty()
        ? all(input).toList()
        : paths.stream()
            .flatMap(path -> reached(input, List.of(path.split("\\.", -1))))
            .flatMap(ArgumentTexts::all)
            .toList();
  }

  private static Stream<Json> reached(Json at, List<String> names) {
    if (names.isEmpty()) {
      return Stream.of(at);
    }
    return switch (at) {
      case Json.Arr(var items) -> items.stream().flatMap(item -> reached(item, names));
      case Json.Obj object ->
          object.member(names.getFirst()).stream()
              .flatMap(member -> reached(member, names.subList(1, names.size())));
      case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Stream.empty();
    };
  }

  private static Stream<String> all(Json json) {
    return switch (json) {
      case Json.Str(var text) -> Stream.of(text);
      case Json.Num number -> Stream.of(number.toString());
      case Json.Arr(var items) -> items.stream().flatMap(ArgumentTexts::all);
      case Json.Obj(var members) -> members.values().stream().flatMap(ArgumentTexts::all);
      case Json.Bool _, Json.Null _ -> Stream.empty();
    };
  }

  /// {@return a list of texts as JSON}
  static Json json(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  /// {@return a text in quotes, cut where it gets long}
  static String shown(String text) {
    return "\"" + (text.length() <= 120 ? text : text.substring(0, 120) + "…") + "\"";
  }
}
