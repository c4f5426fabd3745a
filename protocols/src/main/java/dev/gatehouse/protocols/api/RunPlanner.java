package dev.gatehouse.protocols.api;

import dev.gatehouse.core.Failure;
import dev.gatehouse.core.Glob;
import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.AgentProfile;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.spi.SchemaValidator.Violation;
import dev.gatehouse.protocols.http.BodyReader;
import dev.gatehouse.protocols.http.Caller;
import dev.gatehouse.protocols.http.Problem;
import dev.gatehouse.protocols.http.ProblemCode;
import dev.gatehouse.protocols.http.ProblemException;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.runtime.catalog.Resolution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Makes a run's specification of what a request wants and what it may have.
final class RunPlanner {

  private static final int MAX_CHANNEL = 200;

  private final ApiWorld world;

  RunPlanner(ApiWorld world) {
    this.world = world;
  }

  /// What a run is to be.
  ///
  /// @param request the body, for hooks
  /// @param metadata what the client wants to find again
  record Order(
      String id,
      RunSpec.Kind kind,
      RunWishes wishes,
      List<Message> input,
      Json.Obj request,
      Json.Obj metadata) {}

  /// {@return the specification}
  ///
  /// @throws ProblemException when the caller may not have what it wants, or nobody knows it
  RunSpec plan(Caller caller, SessionCreated session, Order order) throws InterruptedException {
    Optional<String> channel = channel(caller, session, order.request());
    Agent agent = chosen(caller, order.wishes(), session.id());
    agent = byHook(agent, session, order.request(), channel);
    AgentProfile profile = agent.profile();
    if (!order.wishes().clientTools().isEmpty()) {
      profile = profile.with(profile.bounds().withClientTools(order.wishes().clientTools()));
    }
    requireSchema(order.wishes());
    return new RunSpec(
        RunSpec.Origin.of(order.id(), session.id(), order.kind()),
        owner(caller, session, channel),
        profile,
        order.wishes().limits().within(agent.limits()),
        RunSpec.Request.of(order.input(), world.runtime().clock().instant())
            .withOutputSchema(order.wishes().outputSchema().or(agent.habits()::outputSchema))
            .withMetadata(order.metadata()));
  }

  static RunSpec.Owner owner(Caller caller, SessionCreated session, Optional<String> channel) {
    return new RunSpec.Owner(
        session.tenant(),
        session.user(),
        caller.role().name().toLowerCase(Locale.ROOT),
        channel,
        RunSpec.Watch.WATCHED);
  }

  /// What is bound to the key or the session wins over what the request says, and that over what
  /// the session was opened with.
  static Optional<String> channel(Caller caller, SessionCreated session, Json.Obj request) {
    return caller
        .key()
        .channel()
        .or(session::channel)
        .or(() ->
            request.path("context", "channel").flatMap(Json::text).filter(it -> !it.isBlank()))
        .or(() -> session.context().at("channel").flatMap(Json::text))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty());
  }

  /// Reports a channel that is no name.
  static void requireChannel(BodyReader context) {
    context.optional("channel").ifPresent(field -> field.text(0, MAX_CHANNEL));
  }

  private Agent chosen(Caller caller, RunWishes wishes, String session) {
    Catalog catalog = world.runtime().catalog();
    List<Agent> agents = catalog.agents().stream().filter(it -> caller.mayUse(it.name())).toList();
    Agent agent =
        wishes
            .agent()
            .map(name -> named(catalog, caller, name))
            .orElseGet(() -> agents.stream().findFirst().orElseThrow(RunPlanner::noAgent));
    return wishes.model().map(model -> asking(agent, model, session)).orElse(agent);
  }

  private static Agent named(Catalog catalog, Caller caller, String name) {
    Agent agent =
        catalog
            .agent(name)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(
                        ProblemCode.UNKNOWN_AGENT,
                        Problem.unknown("agent", name, known(catalog, caller)))));
    if (!caller.mayUse(name)) {
      throw new ProblemException(
          Problem.of(ProblemCode.AGENT_NOT_ALLOWED, "this key may not use agent \"" + name + "\""));
    }
    return agent;
  }

  private static List<String> known(Catalog catalog, Caller caller) {
    return catalog.agents().stream().map(Agent::name).filter(caller::mayUse).toList();
  }

  private static ProblemException noAgent() {
    return new ProblemException(
        Problem.of(ProblemCode.AGENT_NOT_ALLOWED, "this key may not use any agent"));
  }

  private Agent asking(Agent agent, String model, String session) {
    AgentProfile profile = agent.profile();
    boolean own = model.equals(profile.model());
    boolean allowed = agent.models().stream().anyMatch(glob -> Glob.matches(glob, model));
    if (!own && !agent.models().isEmpty() && !allowed) {
      throw new ProblemException(
          Problem.of(
              ProblemCode.MODEL_NOT_ALLOWED,
              "agent \"" + agent.name() + "\" may not use model \"" + model + "\""));
    }
    Catalog catalog = world.runtime().catalog();
    if (catalog.resolve(model, session) instanceof Resolution.Missing(Failure failure)
        && failure.code() == Failure.Code.NOT_FOUND) {
      throw new ProblemException(
          Problem.unknownModel(model, catalog.models().stream().map(Catalog.Offer::name).toList()));
    }
    return agent.with(profile.withModel(model));
  }

  Agent byHook(Agent chosen, SessionCreated session, Json.Obj request, Optional<String> channel)
      throws InterruptedException {
    ApiHooks hooks = world.parts().hooks();
    Agent agent = hooks.channels().agent(chosen, session, request, channel);
    Optional<RuntimeFactory> factory = hooks.runs();
    if (factory.isEmpty()) {
      return agent;
    }
    try {
      return world
          .timed()
          .call("runtime factory", () -> factory.get().agent(agent, session, request, channel));
    } catch (TimeoutException | ExecutionException broken) {
      throw HookFailure.of("the runtime factory", broken);
    }
  }

  private void requireSchema(RunWishes wishes) {
    List<Violation> wrong =
        wishes.outputSchema().map(world.parts().schemas()::check).orElse(List.of());
    if (!wrong.isEmpty()) {
      throw new ProblemException(
          Problem.invalidBody(
              wrong.stream()
                  .map(it -> new Violation("/output_schema" + it.pointer(), it.message()))
                  .toList()));
    }
  }
}
