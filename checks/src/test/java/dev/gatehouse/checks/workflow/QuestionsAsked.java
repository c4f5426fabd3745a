package dev.gatehouse.checks.workflow;

import dev.gatehouse.core.event.FlowEvent;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.List;
import java.util.Optional;

/// Finds questions in what a run shows.
final class QuestionsAsked {

  private QuestionsAsked() {}

  static Optional<String> in(List<Frame> frames) {
    return frames.stream()
        .map(Frame::body)
        .filter(Body.Recorded.class::isInstance)
        .map(body -> ((Body.Recorded) body).event())
        .filter(FlowEvent.QuestionAsked.class::isInstance)
        .map(event -> ((FlowEvent.QuestionAsked) event).question())
        .findFirst();
  }
}
