package dev.gatehouse.runtime.team;

import dev.gatehouse.core.interpreter.Board;
import dev.gatehouse.core.interpreter.FlowState;
import dev.gatehouse.core.interpreter.NodeState;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.RecordCodec;
import dev.gatehouse.core.run.RunInput;
import dev.gatehouse.core.run.RunMachine.Result;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.core.workflow.Step;
import dev.gatehouse.runtime.Ids;
import dev.gatehouse.runtime.seat.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// The tools by which an agent takes part in a workflow: it chooses what is done next, ends the
/// workflow, reads and writes what is shared, and writes to others.
///
/// The first two are offered where a step declares signals; the others to agents whose tools name
/// them.
public final class FlowTools {

  static final String CHOOSE_BRANCH = "choose_branch";
  static final String FINISH_WORKFLOW = "finish_workflow";
  private static final String READ_BOARD = "read_board";
  private static final String WRITE_BOARD = "write_board";
  private static final String SEND_MESSAGE = "post_message";
  private static final String READ_MESSAGES = "read_messages";
  private static final Set<String> OWN =
      Set.of(CHOOSE_BRANCH, FINISH_WORKFLOW, READ_BOARD, WRITE_BOARD, SEND_MESSAGE, READ_MESSAGES);

  private final Office office;

  @Doc("Chooses the step of the workflow that is done after yours.")
  record ChooseBranch(
      @Doc("The step, by its id") String target, @Doc("Why, in a sentence") String reason) {}

  @Doc("Ends the whole workflow with this output, once you have answered.")
  record FinishWorkflow(
      @Doc("What the workflow yields") Json output, @Doc("Why, in a sentence") String reason) {}

  @Doc("Returns what the agents of this workflow share: values by key, with their versions.")
  record ReadBoard() {}

  @Doc(
      "Writes a value that the agents of this workflow share. It joins what is there by the rule"
          + " that the workflow declares for the key.")
  record WriteBoard(
      @Doc("The key") String key,
      @Doc("The value") Json value,
      @Doc("Write only if this is still its version") Optional<Integer> version) {}

  @Doc("Writes a message to other agents of this workflow.")
  record PostMessage(
      @Doc("An agent's name, role:NAME for all of a role, or * for all") String to,
      @Doc("What to tell them") String text) {}

  @Doc("Returns the messages that other agents of this workflow have written to you.")
  record ReadMessages() {}

  /// Tools that reach their workflow through an office.
  public FlowTools(Office office) {
    this.office = office;
  }

  /// {@return whether a tool is one of these}
  static boolean isOwn(String name) {
    return OWN.contains(name);
  }

  /// {@return an agent's tools, with those by which it may say what its step declares}
  static List<String> signals(List<String> tools, Step.Signals signals) {
    List<String> all =
        new ArrayList<>(
            tools.stream()
                .filter(name -> !name.equals(CHOOSE_BRANCH) && !name.equals(FINISH_WORKFLOW))
                .toList());
    if (!signals.branch().isEmpty()) {
      all.add(CHOOSE_BRANCH);
    }
    if (signals.terminate() == Step.Terminate.YES) {
      all.add(FINISH_WORKFLOW);
    }
    return all;
  }

  /// {@return the tools}
  public List<Tool> tools() {
    return List.of(
        tool(
            CHOOSE_BRANCH,
            ChooseBranch.class,
            (seat, call) ->
                told(
                    seat,
                    new RunInput.GiveSignal(
                        seat.work(), Optional.of(call.target()), Optional.empty(), call.reason()))),
        tool(
            FINISH_WORKFLOW,
            FinishWorkflow.class,
            (seat, call) ->
                told(
                    seat,
                    new RunInput.GiveSignal(
                        seat.work(), Optional.empty(), Optional.of(call.output()), call.reason()))),
        tool(READ_BOARD, ReadBoard.class, (seat, _) -> ToolOutcome.ok(board(seat))),
        tool(
            WRITE_BOARD,
            WriteBoard.class,
            (seat, call) -> new BoardWriter(office).write(seat, named("write_", seat), call)),
        tool(
            SEND_MESSAGE,
            PostMessage.class,
            (seat, call) ->
                told(
                    seat,
                    new RunInput.SendMessage(
                        seat.work(), named("msg_", seat), call.to(), call.text()))),
        tool(READ_MESSAGES, ReadMessages.class, (seat, _) -> ToolOutcome.ok(letters(seat))));
  }

  /// Where an agent sits in a workflow.
  ///
  /// @param work the beginning of the node it works for
  /// @param key the idempotency key of its call
  record Place(RunState run, RunState flow, String work, String key) {

    FlowState state() {
      return flow.flow().orElseThrow();
    }

    NodeState node() {
      return state().node(NodeState.pathOf(work)).orElseThrow();
    }
  }

  /// A call that is made again after a crash says the same under the same name.
  private static String named(String what, Place place) {
    return Ids.runOf(place.key()).replace("run_", what);
  }

  private ToolOutcome told(Place place, RunInput input) {
    Result result =
        office.post(
            place.flow().spec().session(), new Changes.Tell(place.flow().spec().id(), input));
    return BoardWriter.outcome(result);
  }

  private static Json board(Place place) {
    Json.ObjBuilder all = Json.object();
    Board.values(place.state(), place.node())
        .forEach((key, value) ->
            all.put(
                key,
                Json.obj(
                    "value",
                    value,
                    "version",
                    Json.of((long) Board.version(place.state(), place.node(), key)))));
    return all.build();
  }

  private Json letters(Place place) {
    String agent = place.run().spec().agent().name();
    String role = office.catalog().agent(agent).map(known -> known.card().role()).orElse("");
    return Json.array(
        Board.letters(place.state(), agent, role).stream()
            .<Json>map(letter ->
                Json.object()
                    .put("from", letter.from())
                    .put("to", letter.to())
                    .put("text", letter.text())
                    .put("at", letter.at().toString())
                    .build())
            .toList());
  }

  private <T extends Record> Tool tool(
      String name, Class<T> input, BiFunction<Place, T, ToolOutcome> act) {
    return new Seated<>(office, Specs.of(name, input), RecordCodec.of(input), act);
  }

  /// One of the tools.
  private record Seated<T extends Record>(
      Office office, ToolSpec spec, RecordCodec<T> codec, BiFunction<Place, T, ToolOutcome> act)
      implements Tool {

    @Override
    public ToolPolicy policy() {
      return ToolPolicy.STANDARD
          .withEffect(
              Map.of(READ_BOARD, Effect.READ, READ_MESSAGES, Effect.READ)
                  .getOrDefault(spec.name(), Effect.WRITE))
          .idempotently();
    }

    @Override
    public ToolOutcome call(Json input, ToolContext context) {
      T call = codec.decode(input);
      Optional<RunState> run = office.run(context.sessionId(), context.runId());
      Optional<RunState> flow =
          run.flatMap(it -> it.spec().origin().parent())
              .flatMap(parent -> office.run(context.sessionId(), parent))
              .filter(it -> it.flow().isPresent());
      Optional<String> work =
          flow.map(it -> it.children().get(context.runId())).map(RunState.Child::call);
      if (flow.isEmpty() || work.isEmpty()) {
        return ToolOutcome.error(
            "'" + spec.name() + "' works only for an agent that works for a workflow");
      }
      return act.apply(
          new Place(run.orElseThrow(), flow.get(), work.get(), context.idempotencyKey()), call);
    }
  }
}
