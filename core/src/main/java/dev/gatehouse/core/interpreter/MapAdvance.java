package dev.gatehouse.core.interpreter;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.NodeEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.workflow.Node.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The same steps for each item. A list of more than [#MAX_SLICE] items falls into slices, each of
/// which a run of its own works on, so that no log and no state grows with the whole list.
///
/// After an item has failed for good no further one begins; those at work are done first.
final class MapAdvance {

  /// The most items that one run works on.
  static final int MAX_SLICE = 256;

  /// The most items of one map.
  static final int MAX_ITEMS = 100_000;

  private MapAdvance() {}

  static Move of(FlowState flow, NodeState node, MapNode map) {
    if (!(node.course() instanceof Course.Items(List<Json> items))) {
      return listed(flow, node, map);
    }
    return items.size() > MAX_SLICE
        ? sliced(flow, node, map, items)
        : direct(flow, node, map, items);
  }

  private static Move listed(FlowState flow, NodeState node, MapNode map) {
    Json value =
        flow.spec()
            .slice()
            .filter(slice -> slice.path().equals(node.path()))
            .<Json>map(slice -> slice.items())
            .orElseGet(() -> map.items().value(NodeScope.of(flow, node.path())));
    if (!(value instanceof Json.Arr(List<Json> items))) {
      return Move.broken(
          Failure.of(
              Failure.Code.INVALID_ARGUMENTS,
              "'" + map.items() + "' of map '" + node.step().id() + "' yields no list"));
    }
    if (items.size() > MAX_ITEMS) {
      return Move.broken(
          Failure.of(
              Failure.Code.INVALID_ARGUMENTS,
              "map '"
                  + node.step().id()
                  + "' has "
                  + items.size()
                  + " items; it may have "
                  + MAX_ITEMS));
    }
    return Move.on(new NodeEvent.ItemsListed(node.path(), items));
  }

  private static Move direct(FlowState flow, NodeState node, MapNode map, List<Json> items) {
    List<Json> outputs = new ArrayList<>();
    List<Event> starts = new ArrayList<>();
    Optional<NodeState> failed = Optional.empty();
    int live = 0;
    for (int i = 0; i < items.size(); i++) {
      Optional<NodeState> item = flow.node(node.child(String.valueOf(i)));
      if (item.isPresent() && !item.get().isOver()) {
        live++;
      } else if (item.isPresent()) {
        failed = failed.or(() -> item.filter(Nodes::failed));
        outputs.add(item.get().output());
      }
    }
    for (int i = 0; i < items.size() && failed.isEmpty() && live < map.concurrency(); i++) {
      if (flow.node(node.child(String.valueOf(i))).isEmpty()) {
        starts.add(Nodes.begin(flow, node, String.valueOf(i)));
        live++;
      }
    }
    if (!starts.isEmpty()) {
      return new Move.On(starts);
    }
    if (live > 0) {
      return Move.WAIT;
    }
    return failed
        .map(item -> Move.broken(named(node, item)))
        .orElseGet(() -> Move.yielding(Json.array(outputs)));
  }

  private static Failure named(NodeState node, NodeState item) {
    Failure failure = Nodes.failure(item);
    String message =
        "item "
            + item.key()
            + " of map '"
            + node.step().id()
            + "': "
            + item.error().map(Failure::message).orElse("");
    return new Failure(
        failure.code(), message, failure.retryable(), failure.retryAfter(), failure.subCode());
  }

  private static Move sliced(FlowState flow, NodeState node, MapNode map, List<Json> items) {
    int atOnce = Math.max(1, map.concurrency() / MAX_SLICE);
    List<Json> outputs = new ArrayList<>();
    List<Event> starts = new ArrayList<>();
    Optional<NodeState> failed = Optional.empty();
    int live = 0;
    for (int from = 0; from < items.size(); from += MAX_SLICE) {
      Optional<NodeState> slice = flow.node(node.child(Layout.slice(from)));
      if (slice.isPresent() && !slice.get().isOver()) {
        live++;
      } else if (slice.isPresent()) {
        failed = failed.or(() -> slice.filter(Nodes::failed));
        if (slice.get().output() instanceof Json.Arr(List<Json> part)) {
          outputs.addAll(part);
        }
      } else if (failed.isEmpty() && live < atOnce) {
        starts.add(Nodes.begin(flow, node, Layout.slice(from)));
        live++;
      }
    }
    if (!starts.isEmpty()) {
      return new Move.On(starts);
    }
    if (live > 0) {
      return Move.WAIT;
    }
    return failed
        .map(slice -> Move.broken(Nodes.failure(slice)))
        .orElseGet(() -> Move.yielding(Json.array(outputs)));
  }
}
