package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges the fragments that have fallen off a live stream, for those answers that are still being
/// given. Guarded by the lock of the stream.
final class LastWords {

  private final Map<String, List<Passage>> byRun = new LinkedHashMap<>();

  /// Fragments of one voice in one answer, to be joined when somebody asks.
  private static final class Passage {

    private final StringBuilder text = new StringBuilder();
    private Frame last;
    private Body.Said said;

    private Passage(Frame frame, Body.Said said) {
      this.last = frame;
      this.said = said;
      text.append(said.text());
    }

    boolean goesOn(Frame frame, Body.Said next) {
      return said.voice() == next.voice() && last.place().answer() == frame.place().answer();
    }

    void add(Frame frame, Body.Said next) {
      last = frame;
      said = next;
      text.append(next.text());
    }

    Frame frame() {
      return text.length() == said.text().length()
          ? last
          : new Frame(
              last.place(),
              new Body.Said(
                  said.run(),
                  said.turn(),
                  said.attempt(),
                  said.voice(),
                  text.toString(),
                  said.end()));
    }
  }

  void hear(Frame gone) {
    switch (gone.body()) {
      case Body.Said said -> keep(gone, said);
      case Body.Recorded recorded -> forget(recorded);
      case Body.Arguments _, Body.Output _, Body.Custom _, Body.ToolsChanged _, Body.Again _ -> {}
    }
  }

  private void keep(Frame frame, Body.Said said) {
    List<Passage> passages = byRun.computeIfAbsent(said.run(), _ -> new ArrayList<>());
    if (!passages.isEmpty() && passages.getLast().goesOn(frame, said)) {
      passages.getLast().add(frame, said);
    } else {
      passages.add(new Passage(frame, said));
    }
  }

  /// An answer that has ended is in the log.
  private void forget(Body.Recorded recorded) {
    switch (recorded.event()) {
      case ModelEvent.ModelReplied _, ModelEvent.ModelFailed _, ModelEvent.ModelCutOff _ ->
          byRun.remove(recorded.run());
      default -> {}
    }
  }

  List<Frame> merged() {
    return byRun.values().stream().flatMap(List::stream).map(Passage::frame).toList();
  }
}
