package dev.gatehouse.checks.kill;

import dev.gatehouse.core.json.Json;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Continues the plot that a conversation was opened with.
final class Plots implements Script {

  private static final Pattern OPENING = Pattern.compile("Plot (\\w+) of story (\\S+) begins");
  private static final Pattern TASK = Pattern.compile("ce_[0-9a-f]{8}");

  @Override
  public Said next(Json request) {
    String messages = request.at("messages").orElseThrow().toString();
    String story = opening(messages).group(2);
    int turn = turns(request);
    return Said.marked(story + "t" + turn, plot(messages).turn(story, turn, lastTask(messages)));
  }

  /// {@return the plot that a text opens}
  static Plot plot(String text) {
    return Plot.valueOf(opening(text).group(1).toUpperCase(Locale.ROOT));
  }

  private static Matcher opening(String text) {
    Matcher opening = OPENING.matcher(text);
    if (!opening.find()) {
      throw new IllegalStateException("no plot in " + text);
    }
    return opening;
  }

  /// {@return how many turns with tool calls lie behind}
  private static int turns(Json request) {
    return (int)
        request.at("messages").flatMap(Json::asArray).orElseThrow().items().stream()
            .filter(message -> message.toString().contains("\"type\":\"tool_use\""))
            .count();
  }

  private static String lastTask(String messages) {
    String last = "ce_00000000";
    for (Matcher task = TASK.matcher(messages); task.find(); ) {
      last = task.group();
    }
    return last;
  }
}
