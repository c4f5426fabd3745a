package dev.gatehouse.testkit.model;

import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.money.Usage;
import dev.gatehouse.core.spi.CancelSignal;
import dev.gatehouse.core.spi.ModelListener;
import dev.gatehouse.core.spi.ModelOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One recorded call: what was heard, piece by piece, and how it ended.
record Take(List<Fragment> fragments, ModelOutcome outcome) {

  Take {
    fragments = List.copyOf(fragments);
  }

  /// A piece as it was heard.
  sealed interface Fragment {

    record Text(String text) implements Fragment {}

    record Thought(String text) implements Fragment {}

    record Input(String call, String text) implements Fragment {}
  }

  ModelOutcome play(ModelListener listener, CancelSignal cancel) {
    var text = new StringBuilder();
    var thought = new StringBuilder();
    for (var fragment : fragments) {
      if (cancel.cancelled()) {
        return cutOff(thought, text);
      }
      switch (fragment) {
        case Fragment.Text said -> {
          text.append(said.text());
          listener.text(said.text());
        }
        case Fragment.Thought said -> {
          thought.append(said.text());
          listener.thinking(said.text());
        }
        case Fragment.Input written -> listener.toolInput(written.call(), written.text());
      }
      listener.drained();
    }
    return cancel.cancelled() ? cutOff(thought, text) : outcome;
  }

  private static ModelOutcome cutOff(StringBuilder thought, StringBuilder text) {
    var content = new ArrayList<Content>();
    if (!thought.isEmpty()) {
      content.add(new Content.Thinking(thought.toString(), Optional.empty(), Optional.empty()));
    }
    if (!text.isEmpty()) {
      content.add(new Content.Text(text.toString()));
    }
    return new ModelOutcome.CutOff(content, Usage.NONE);
  }
}
