package dev.gatehouse.runtime.stream;

import dev.gatehouse.core.spi.ToolSource;
import dev.gatehouse.runtime.stream.Frame.Body;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The live streams of this process, by the run at the top of the tree.
public final class LiveStreams {

  private final Map<String, LiveStream> byRoot = new ConcurrentHashMap<>();

  /// The tools each live run was offered last, by root and run.
  private final Map<String, Map<String, List<String>>> offered = new ConcurrentHashMap<>();

  /// Shows events of a tree that have become durable; the first ones open its stream.
  public void publish(String root, List<Frame> recorded) {
    long before = recorded.getFirst().place().pos() - 1;
    byRoot.computeIfAbsent(root, _ -> new LiveStream(root, before)).publish(recorded);
    if (recorded.stream().anyMatch(frame -> ends(frame, root))) {
      close(root);
    }
  }

  private static boolean ends(Frame frame, String root) {
    return frame.body() instanceof Body.Recorded recorded
        && recorded.run().equals(root)
        && Onlooker.isTerminal(recorded);
  }

  /// Opens the stream of a tree that was found in the log.
  public void open(String root, long pos) {
    byRoot.computeIfAbsent(root, _ -> new LiveStream(root, pos));
  }

  /// Looks on at a tree that is about to begin, so that nothing of it is missed, however soon it is
  /// over. When it has not begun after all, it is to be forgotten.
  public Onlooker anticipate(String root, Onlooker.LogReader log) {
    open(root, 0);
    var onlooker = new Onlooker(root, Place.START, log, () -> find(root));
    onlooker.arrive();
    return onlooker;
  }

  /// Forgets a tree that did not begin, unless somebody else still looks forward to it.
  public void forget(String root) {
    byRoot.computeIfPresent(
        root, (_, stream) -> stream.unwatched() && !stream.begun() ? null : stream);
  }

  /// {@return a tree's stream, while one of its runs is live}
  public Optional<LiveStream> find(String root) {
    return Optional.ofNullable(byRoot.get(root));
  }

  /// {@return a tree's stream; one that nobody hears when the tree is not live}
  public LiveStream of(String root) {
    return find(root).orElseGet(() -> new LiveStream(root, Long.MAX_VALUE));
  }

  /// Notes what a run is offered, so that its onlookers are told when some of it goes away.
  public void offer(String root, String run, List<String> tools) {
    if (byRoot.containsKey(root)) {
      offered.computeIfAbsent(root, _ -> new ConcurrentHashMap<>()).put(run, List.copyOf(tools));
      if (!byRoot.containsKey(root)) {
        offered.remove(root);
      }
    }
  }

  /// Tells the onlookers of every run that was offered some of these tools.
  public void tell(ToolSource.Change change) {
    offered.forEach((root, runs) ->
        runs.forEach((run, tools) -> {
          if (tools.stream().anyMatch(change.tools()::contains)) {
            of(root).show(new Body.ToolsChanged(run, change));
          }
        }));
  }

  /// {@return how many trees are live}
  public int size() {
    return byRoot.size();
  }

  /// Ends all streams: onlookers get what there is and no more.
  public void close() {
    byRoot.keySet().forEach(this::close);
  }

  private void close(String root) {
    offered.remove(root);
    LiveStream gone = byRoot.remove(root);
    if (gone != null) {
      gone.close();
    }
  }
}
