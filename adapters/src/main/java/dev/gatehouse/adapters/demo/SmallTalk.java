package dev.gatehouse.adapters.demo;

import dev.gatehouse.core.tool.ToolSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The few things the demo model can talk about: the first rule that matches answers.
final class SmallTalk {

  private static final int MAX_COUNT = 2_000;
  private static final int QUOTED_WORDS = 60;

  private static final List<Topic> TOPICS =
      List.of(
          topic(
              "(?:what"
                  + " is|what's|calculate|compute)?\\s*(-?\\d{1,12}(?:\\.\\d{1,6})?)\\s*([-+*x×])\\s*(-?\\d{1,12}(?:\\.\\d{1,6})?)\\s*[=?.]*",
              SmallTalk::sum),
          topic("(?:please )?count (?:up )?to (\\d{1,4}).*", SmallTalk::count),
          topic("(?:please )?(?:say|repeat|echo)[: ]+(.+)", said -> said.group(1)),
          topic(
              "(?:hi|hello|hey|good (?:morning|day|evening))\\b.*",
              _ -> "Hello! What shall we try?"),
          topic(".*\\bthank(?:s| you)\\b.*", _ -> "You are welcome."),
          topic("(?:good)?bye\\b.*|see you.*", _ -> "Goodbye!"),
          topic(".*\\bwho are you\\b.*|.*\\bwhat are you\\b.*", _ -> DemoTurn.HONESTY));

  private SmallTalk() {}

  private record Topic(Pattern pattern, Function<MatchResult, String> answer) {

    Optional<String> answer(String said) {
      var match = pattern.matcher(said);
      return match.matches() ? Optional.of(answer.apply(match)) : Optional.empty();
    }
  }

  private static Topic topic(String pattern, Function<MatchResult, String> answer) {
    return new Topic(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), answer);
  }

  static String answer(String said, List<ToolSpec> tools) {
    return TOPICS.stream()
        .flatMap(topic -> topic.answer(said.strip()).stream())
        .findFirst()
        .orElseGet(() -> youSaid(said) + hint(tools));
  }

  private static String youSaid(String said) {
    return said.isBlank()
        ? "You sent no text."
        : "You said: “" + Words.start(said, QUOTED_WORDS) + "”.";
  }

  private static String hint(List<ToolSpec> tools) {
    if (tools.isEmpty()) {
      return " Try “count to 20” to watch an answer stream.";
    }
    return tools.stream()
        .limit(20)
        .map(tool -> "`" + tool.name() + "`")
        .collect(Collectors.joining(", ", " Name a tool and I call it: ", "."));
  }

  private static String sum(MatchResult said) {
    var left = new BigDecimal(said.group(1));
    var right = new BigDecimal(said.group(3));
    var result =
        switch (said.group(2)) {
          case "+" -> left.add(right);
          case "-" -> left.subtract(right);
          default -> left.multiply(right);
        };
    return "%s %s %s = %s"
        .formatted(said.group(1), said.group(2), said.group(3), result.toPlainString());
  }

  private static String count(MatchResult said) {
    int end = Math.clamp(Integer.parseInt(said.group(1)), 1, MAX_COUNT);
    return IntStream.rangeClosed(1, end)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
