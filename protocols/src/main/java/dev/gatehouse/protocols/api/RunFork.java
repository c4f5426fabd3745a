package dev.gatehouse.protocols.api;

import dev.gatehouse.core.event.Event;
import dev.gatehouse.core.event.RunEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonLimits;
import dev.gatehouse.core.json.JsonReader;
import dev.gatehouse.core.message.Content;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.run.RunFold;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.run.RunState;
import dev.gatehouse.core.run.Stamp;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.EventStore.Entry;
import dev.gatehouse.core.spi.EventStore.Row;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.seat.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A new run that knows what another one knew at an event, and asks its model from there.
///
/// It begins after the last message that a model would answer: a user's, or the results of all tool
/// calls of a turn. What came after that is left out, so that nothing is asked for which the answer
/// is already there.
final class RunFork {

  private static final int PAGE = 500;

  /// What says where a run comes from, and is not handed on to what comes from it.
  private static final Set<String> OWN = Set.of("forked_from", "at_seq", "retried_from");

  private final ApiWorld world;

  RunFork(ApiWorld world) {
    this.world = world;
  }

  /// {@return a run that goes on where one of an agent broke off}
  RunSpec again(Row run, RunState state, String id) {
    return spec(run, state, id, Json.object().put("retried_from", run.id()));
  }

  RunSpec spec(Row run, long seq, String id) {
    return spec(
        run, at(run, seq), id, Json.object().put("forked_from", run.id()).put("at_seq", seq));
  }

  private RunSpec spec(Row run, RunState state, String id, Json.ObjBuilder metadata) {
    List<Message> known = new ArrayList<>(before(run, state));
    known.addAll(state.talk().messages());
    List<Message> input = askable(known);
    if (input.isEmpty()) {
      throw wrong("run \"" + run.id() + "\" knew nothing at that event");
    }
    RunSpec spec = state.spec();
    spec.request()
        .metadata()
        .asObject()
        .ifPresent(all ->
            all.members()
                .forEach((name, value) -> {
                  if (!OWN.contains(name)) {
                    metadata.put(name, value);
                  }
                }));
    return new RunSpec(
        RunSpec.Origin.of(id, spec.session(), RunSpec.Kind.AGENT),
        spec.owner(),
        spec.agent(),
        spec.limits(),
        RunSpec.Request.of(input, world.runtime().clock().instant())
            .withOutputSchema(spec.request().outputSchema())
            .withMetadata(metadata.build()));
  }

  private RunState at(Row run, long seq) {
    Optional<RunState> state = Optional.empty();
    long read = 0;
    List<Entry> page;
    do {
      page = world.runtime().store().read(run.id(), read, PAGE);
      for (Entry entry : page) {
        if (entry.seq() > seq) {
          break;
        }
        state = Optional.of(next(state, entry));
        read = entry.seq();
      }
    } while (page.size() == PAGE && read < seq);
    if (read < seq) {
      throw wrong("run \"" + run.id() + "\" has only " + read + " events");
    }
    return state.orElseThrow();
  }

  private static RunState next(Optional<RunState> state, Entry entry) {
    Event event = Event.CODEC.decode(JsonReader.read(entry.body(), JsonLimits.OWN));
    return event instanceof RunEvent.RunCreated created
        ? RunFold.start(created)
        : RunFold.apply(state.orElseThrow(), event, new Stamp(entry.at(), entry.pos()));
  }

  private static ProblemException wrong(String message) {
    return new ProblemException(Problem.invalidBody(List.of(new Violation("/at_seq", message))));
  }

  /// {@return what a chat run knew of the conversation before it}
  private List<Message> before(Row run, RunState state) {
    SessionState session =
        world
            .runtime()
            .post(run.session(), new Changes.Look())
            .orElseThrow(() -> new ProblemException(Problem.notFound(Rows.SESSION, run.session())));
    int branch = Math.min(state.talk().branch(), session.branches().size() - 1);
    List<Message> all = session.branches().get(branch).messages();
    return all.subList(0, Math.min(state.talk().history(), all.size()));
  }

  /// {@return the messages without what at the end of them is an answer, or waits for results}
  static List<Message> askable(List<Message> messages) {
    int end = messages.size();
    while (end > 0 && !isAskable(messages, end)) {
      end--;
    }
    return List.copyOf(messages.subList(0, end));
  }

  private static boolean isAskable(List<Message> messages, int end) {
    return switch (messages.get(end - 1).role()) {
      case USER -> true;
      case ASSISTANT -> false;
      case TOOL -> hasAllResults(messages, end);
    };
  }

  private static boolean hasAllResults(List<Message> messages, int end) {
    int first = end - 1;
    while (first > 0 && messages.get(first).role() == Role.TOOL) {
      first--;
    }
    Set<String> results =
        messages.subList(first, end).stream()
            .flatMap(message -> message.content().stream())
            .filter(Content.ToolResult.class::isInstance)
            .map(block -> ((Content.ToolResult) block).id())
            .collect(Collectors.toSet());
    return messages.get(first).content().stream()
        .filter(Content.ToolUse.class::isInstance)
        .allMatch(block -> results.contains(((Content.ToolUse) block).id()));
  }
}
