package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.event.ModelEvent;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which runs of a tree are speaking, as the events that dispatched their answers. Guarded by the
/// lock of the stream.
final class Speakers {

  private final Map<String, Frame> byRun = new LinkedHashMap<>();

  void record(Frame frame) {
    if (frame.body() instanceof Body.Recorded recorded) {
      switch (recorded.event()) {
        case ModelEvent.ModelCallDispatched _ -> byRun.put(recorded.run(), frame);
        case ModelEvent.ModelReplied _, ModelEvent.ModelFailed _, ModelEvent.ModelCutOff _ ->
            byRun.remove(recorded.run());
        default -> {}
      }
    }
  }

  /// {@return where a run's answer was dispatched, 0 when it is not speaking}
  long answer(String run) {
    Frame dispatched = byRun.get(run);
    return dispatched == null ? 0 : dispatched.place().pos();
  }

  Collection<Frame> dispatches() {
    return byRun.values();
  }
}
