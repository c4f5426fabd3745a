package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges the fragments that fall off a live stream, for those answers that are still being given.
final class LastWords {

  private final Map<String, List<Frame>> byRun = new LinkedHashMap<>();

  void hear(Frame gone) {
    switch (gone.body()) {
      case Body.Said said -> merge(byRun.computeIfAbsent(said.run(), _ -> new ArrayList<>()), gone, said);
      case Body.Recorded recorded -> forget(recorded);
      case Body.Arguments _, Body.Output _, Body.Custom _, Body.Again _ -> {}
    }
  }

  /// An answer that has ended is in the log.
  void forgetEnded(Frame kept) {
    if (kept.body() instanceof Body.Recorded recorded) {
      forget(recorded);
    }
  }

  private void forget(Body.Recorded recorded) {
    switch (recorded.event()) {
      case ModelEvent.ModelReplied _, ModelEvent.ModelFailed _, ModelEvent.ModelCutOff _ ->
          byRun.remove(recorded.run());
      default -> {}
    }
  }

  private static void merge(List<Frame> words, Frame frame, Body.Said said) {
    if (!words.isEmpty()
        && words.getLast().body() instanceof Body.Said last
        && last.voice() == said.voice()
        && last.turn() == said.turn()
        && last.attempt() == said.attempt()) {
      words.removeLast();
      words.add(
          new Frame(
              frame.place(),
              new Body.Said(
                  said.run(),
                  said.turn(),
                  said.attempt(),
                  said.voice(),
                  last.text() + said.text(),
                  said.end())));
    } else {
      words.add(frame);
    }
  }

  List<Frame> merged() {
    return byRun.values().stream().flatMap(List::stream).toList();
  }
}
