package dev.gatehouse.gateway.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.cli.flow.FlowScreen;
import dev.gatehouse.gateway.cli.talk.FlowFeed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Shows a workflow run to its end, and has its questions answered.
///
/// @param steps answers the questions
record FlowFollower(FlowFeed feed, FlowScreen screen, AnsweredSteps steps) {

  private static final Duration TICK = Duration.ofMillis(100);

  void follow() throws InterruptedException {
    Set<String> settled = new HashSet<>();
    while (!feed.ended()) {
      var events = feed.next(TICK);
      if (events.isEmpty()) {
        screen.tick();
      }
      for (Json event : events) {
        screen.show(event);
        if (text(event, "type").equals("question_asked")
            && settled.add(text(event, "question_id"))) {
          answer(event);
        }
      }
    }
    screen.settle();
  }

  private void answer(Json question) {
    screen.settle();
    feed.answer(text(question, "question_id"), steps.answer(question))
        .ifPresent(why -> screen.show(Json.obj("type", Json.of("refused"), "why", Json.of(why))));
  }

  private static String text(Json event, String name) {
    return event.at(name).flatMap(Json::text).orElse("");
  }
}
