package dev.gatehouse.checks.kill;

import dev.gatehouse.checks.flow.FlowLaws;
import dev.gatehouse.checks.kill.EffectServer.Effect;
import dev.gatehouse.core.event.FlowEvent.QuestionResolved;
import dev.gatehouse.core.event.ModelEvent.ModelFailed;
import dev.gatehouse.core.event.NodeEvent.NodeStarted;
import dev.gatehouse.core.event.RunEvent.RunCompleted;
import dev.gatehouse.core.event.ToolEvent.ToolCallDispatched;
import dev.gatehouse.core.event.ToolEvent.ToolCallDoubted;
import dev.gatehouse.core.event.ToolEvent.ToolCallFinished;
import dev.gatehouse.core.event.ToolEvent.ToolCallRequested;
import dev.gatehouse.core.interpreter.FlowView;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.run.RunMachine;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.EventStore;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.gateway.RunReplay;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Says what is wrong with voyages that went through crashes. The first one was left in peace, and
/// all others must come to what it came to.
final class FlowJudge {

  /// The tools whose effect a crash may not repeat.
  private static final Set<String> ONCE = Set.of("mail", "stamp", "book_add");

  private static final Set<String> WITHOUT_EFFECT = Set.of("write_board", "choose_branch");

  /// The call of a branch that loses a race, and may lose it before it is made.
  private static final String RACING = "race";

  private final EventStore store;
  private final Map<String, List<Effect>> world;
  private final List<String> complaints;
  private final Map<String, String> resolved = new HashMap<>();
  private final Map<String, Integer> doubts = new TreeMap<>();
  private int nodes;
  private int runs;
  private int repeatedTurns;

  FlowJudge(EventStore store, List<Effect> world, List<String> complaints) {
    this.store = store;
    this.world = world.stream().collect(Collectors.groupingBy(it -> it.tool() + " " + it.key()));
    this.complaints = complaints;
  }

  /// What every voyage comes to: its output, and the calls it makes, each of which it means once.
  private record Course(Json output, List<String> effects) {}

  /// {@return how many nodes the first voyage had}
  long judge(List<Story> stories) {
    FlowTree first = FlowTree.read(store, stories.getFirst().run());
    Course course = course(first, stories.getFirst().name());
    for (Story story : stories) {
      if (story.done()) {
        judge(story, course);
      } else {
        FlowTree tree = FlowTree.read(store, story.run());
        complain(story, "has not ended: " + tree.state(story.run()).open());
      }
    }
    return first.all(NodeStarted.class).map(NodeStarted::path).distinct().count();
  }

  /// {@return what the kills hit, in words}
  String hits() {
    return "%d runs with %d nodes, %d turns run again, calls in doubt %s"
        .formatted(runs, nodes, repeatedTurns, doubts);
  }

  private void judge(Story story, Course course) {
    FlowTree tree = FlowTree.read(store, story.run());
    runs += tree.runs().size();
    nodes += (int) tree.all(NodeStarted.class).count();
    repeatedTurns += (int) tree.all(ModelFailed.class).count();
    tree.all(ToolCallDoubted.class)
        .forEach(doubt -> doubts.merge(doubt.rule().name(), 1, Integer::sum));
    tree.all(QuestionResolved.class)
        .forEach(
            it -> resolved.put(it.question(), it.answer().map(Json::toString).orElse("nothing")));
    Course mine = course(tree, story.name());
    if (!mine.equals(course)) {
      complain(story, "came to " + mine + " instead of " + course);
    }
    if (tree.of(story.run(), RunCompleted.class).count() != 1) {
      complain(story, "ended with " + tree.events(story.run()).getLast());
    }
    RunReplay.of(store, story.run(), RunMachine.STANDARD)
        .flatMap(RunReplay.Finding::first)
        .ifPresent(difference -> complain(story, "would be decided otherwise: " + difference));
    for (String run : tree.runs()) {
      laws(story, tree, run);
      tree.of(run, ToolCallRequested.class).forEach(call -> call(story, tree, run, call));
    }
  }

  private void complain(Story story, String what) {
    complaints.add(story.name() + " " + story.run() + ": " + what);
  }

  /// Every run has ended, and every node of every workflow once.
  private void laws(Story story, FlowTree tree, String run) {
    RunState state = tree.state(run);
    if (!state.ended()) {
      complain(story, run + " has not ended: " + tree.events(run).getLast());
    }
    if (state.flow().isPresent()) {
      try {
        FlowLaws.hold(tree.events(run));
      } catch (AssertionError broken) {
        complain(story, run + ": " + broken.getMessage());
      }
    }
  }

  private static Course course(FlowTree tree, String name) {
    Json output =
        FlowView.output(tree.state(tree.root()).flow().orElseThrow())
            .at("output")
            .orElse(Json.NULL);
    List<String> effects =
        tree.all(ToolCallRequested.class)
            .map(call -> call.tool() + " " + key(call))
            .filter(effect -> !effect.endsWith(RACING))
            .map(effect -> effect.replace(" " + name + ".", " v."))
            .sorted()
            .toList();
    return new Course(Json.parse(output.toString().replace(name + ".", "v.")), effects);
  }

  private static String key(ToolCallRequested call) {
    return call.input().at("key").flatMap(Json::text).orElse("");
  }

  /// A call is finished once, and reached the world no more often than its rule allows: once, or
  /// under one idempotency key.
  private void call(Story story, FlowTree tree, String run, ToolCallRequested call) {
    String id = call.callId();
    String what = run + ": " + call.tool() + " " + id;
    List<ToolCallFinished> finished =
        tree.of(run, ToolCallFinished.class).filter(it -> it.callId().equals(id)).toList();
    if (finished.size() != 1) {
      complain(story, what + " finished " + finished.size() + " times");
      return;
    }
    if (WITHOUT_EFFECT.contains(call.tool())) {
      return;
    }
    long sent = tree.of(run, ToolCallDispatched.class).filter(it -> it.callId().equals(id)).count();
    List<String> reached =
        world.getOrDefault(call.tool() + " " + key(call), List.of()).stream()
            .map(Effect::once)
            .toList();
    boolean well = finished.getFirst().outcome() instanceof ToolOutcome.Ok;
    boolean assumed = tree.of(run, ToolCallDoubted.class).anyMatch(it -> it.callId().equals(id));
    if (reached.size() > sent
        || reached.stream().distinct().count() > 1
        || (ONCE.contains(call.tool()) && reached.size() > 1)
        || (well && reached.isEmpty() && !assumed)) {
      complain(
          story,
          what + " was sent " + sent + " times, happened under " + reached + ": " + finished);
    }
  }

  /// Every answer that was acknowledged is in the log.
  void acknowledged(Map<String, Json> answered) {
    answered.forEach((question, value) -> {
      String stored = resolved.getOrDefault(question, "nothing");
      if (!stored.equals(value.toString())) {
        complaints.add(question + " was told " + value + " and holds " + stored);
      }
    });
  }
}
