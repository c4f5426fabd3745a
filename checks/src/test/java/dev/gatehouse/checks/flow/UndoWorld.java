package dev.gatehouse.checks.flow;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.core.tool.Undo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What tools change that can be taken back: `reserve` gives an id, `release` takes it back,
/// `refuse` has no money.
final class UndoWorld {

  private static final Json ANYTHING = Json.obj("type", Json.of("object"));

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refusals = new AtomicInteger(Integer.MAX_VALUE);
  private final CountDownLatch reached = new CountDownLatch(1);
  private volatile Optional<CountDownLatch> hold = Optional.empty();

  private record Act(ToolSpec spec, ToolPolicy policy, Deed deed) implements Tool {
    @Override
    public ToolOutcome call(Json input, ToolContext context) throws Exception {
      return deed.apply(input.at("what").flatMap(Json::text).orElse(""));
    }
  }

  private interface Deed {
    ToolOutcome apply(String what) throws Exception;
  }

  List<Tool> tools(Undo undo) {
    return List.of(
        new Act(spec("reserve"), ToolPolicy.STANDARD.withUndo(undo), this::reserve),
        new Act(spec("release"), ToolPolicy.STANDARD, this::release),
        new Act(spec("refuse"), ToolPolicy.STANDARD, _ -> refuse()));
  }

  private static ToolSpec spec(String name) {
    return new ToolSpec(name, "does it", ANYTHING);
  }

  private ToolOutcome reserve(String what) {
    done.add("reserve " + what);
    return ToolOutcome.ok(Json.obj("id", Json.of(what + "-id")));
  }

  private ToolOutcome release(String what) throws InterruptedException {
    reached.countDown();
    if (hold.isPresent()) {
      hold.get().await();
    }
    if (stuck.contains(what)) {
      return ToolOutcome.error("it is stuck");
    }
    done.add("release " + what);
    return ToolOutcome.ok(Json.of("released"));
  }

  private ToolOutcome refuse() {
    return refusals.getAndDecrement() > 0
        ? ToolOutcome.error("no money")
        : ToolOutcome.ok(Json.of("paid"));
  }

  /// So many refusals, and then there is money.
  void refusals(int count) {
    refusals.set(count);
  }

  void stuck(String what) {
    stuck.add(what);
  }

  /// Nothing is released before this.
  CountDownLatch holding() {
    CountDownLatch latch = new CountDownLatch(1);
    hold = Optional.of(latch);
    return latch;
  }

  void awaitHeld() throws InterruptedException {
    reached.await();
  }

  List<String> done() {
    return List.copyOf(done);
  }

  List<String> released() {
    return ids("release ", "");
  }

  /// {@return the ids of what was reserved, from one place to another}
  List<String> reserved(int from, int to) {
    return ids("reserve ", "-id").subList(from, to);
  }

  private List<String> ids(String verb, String end) {
    return done.stream()
        .filter(one -> one.startsWith(verb))
        .map(one -> one.substring(verb.length()) + end)
        .toList();
  }
}
