package dev.gatehouse.checks.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.checks.core.UndoLaws;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.event.RunEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must hold of every log of a workflow run.
public final class FlowLaws {

  private final Map<String, Integer> live = new HashMap<>();
  private final Set<String> children = new HashSet<>();
  private final UndoLaws undos = new UndoLaws();
  private boolean stopping;
  private int ends;

  /// Fails when one does not.
  ///
  /// @return how many calls were taken back
  public static int hold(List<Event> log) {
    FlowLaws laws = new FlowLaws();
    log.forEach(laws::hear);
    assertThat(laws.live).as("nodes that never ended").isEmpty();
    assertThat(laws.children).as("runs that never ended").isEmpty();
    assertThat(laws.ends).as("ends of the run").isEqualTo(1);
    return laws.undos.undone();
  }

  private void hear(Event event) {
    assertThat(ends).as("after the end: " + event).isZero();
    assertThat(Event.CODEC.decode(Event.CODEC.encode(event))).isEqualTo(event);
    undos.hear(event);
    switch (event) {
      case NodeEvent.NodeStarted started -> {
        assertThat(stopping).as("begun after the cancel: " + started).isFalse();
        Integer attempt = live.put(started.path(), started.attempt());
        assertThat(attempt == null || started.attempt() == attempt + 1).as("" + started).isTrue();
        above(started.path());
      }
      case NodeEvent.NodeFinished over -> {
        assertThat(live.remove(over.path())).as("ended twice: " + over).isNotNull();
        assertThat(live.keySet()).noneMatch(path -> path.startsWith(over.path() + "/"));
      }
      case NodeEvent.NodeSkipped skipped -> live.remove(skipped.path());
      case RunEvent.ChildStarted began -> {
        assertThat(stopping).as("begun after the cancel: " + began).isFalse();
        assertThat(children.add(began.child())).as("begun twice: " + began).isTrue();
      }
      case RunEvent.ChildEnded done -> assertThat(children.remove(done.child())).isTrue();
      case RunEvent.CancelRequested _ -> stopping = true;
      case RunEvent.RunCompleted _, RunEvent.RunCancelled _, RunEvent.RunFailed _ -> {
        ends++;
        undos.end();
      }
      default -> {}
    }
  }

  private void above(String path) {
    int slash = path.lastIndexOf('/');
    if (!path.isEmpty()) {
      assertThat(live).as(path).containsKey(slash < 0 ? "" : path.substring(0, slash));
    }
  }
}
