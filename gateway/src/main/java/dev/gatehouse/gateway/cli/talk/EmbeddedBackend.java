package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Changes;
import dev.gatehouse.runtime.stream.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Agents of a runtime in this process.
public final class EmbeddedBackend implements Backend {

  private static final String TENANT = "default";
  static final String USER = "_default";
  private static final String KEY = "cli";

  private final AgentRuntime runtime;
  private final RunSpec.Watch watch;
  private final Runnable stop;

  /// @param watch whether somebody can be asked during a conversation
  /// @param stop what closing the backend closes
  public EmbeddedBackend(AgentRuntime runtime, RunSpec.Watch watch, Runnable stop) {
    this.runtime = runtime;
    this.watch = watch;
    this.stop = stop;
  }

  @Override
  public Talk talk(Optional<String> agent) {
    return new EmbeddedTalk(agent(agent), open());
  }

  private Agent agent(Optional<String> name) {
    var agents = runtime.catalog().agents();
    return agents.stream()
        .filter(agent -> name.isEmpty() || agent.name().equals(name.get()))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no agent \"%s\"; there is %s"
                    .formatted(
                        name.orElse(""),
                        agents.stream()
                            .map(agent -> "\"" + agent.name() + "\"")
                            .collect(Collectors.joining(", ")))));
  }

  private String open() {
    var id = runtime.ids().session();
    runtime.post(
        id,
        new Changes.Open(
            new SessionCreated(
                id,
                TENANT,
                KEY,
                USER,
                Optional.of(KEY),
                Json.object().build(),
                runtime.clock().instant()),
            List.of()));
    return id;
  }

  private RunSpec spec(String session, Agent agent, String text) {
    return new RunSpec(
        RunSpec.Origin.of(runtime.ids().run(), session, RunSpec.Kind.CHAT),
        new RunSpec.Owner(TENANT, USER, "admin", Optional.of(KEY), watch),
        agent.profile(),
        agent.limits(),
        RunSpec.Request.of(List.of(Message.user(text)), runtime.clock().instant()));
  }

  @Override
  public void close() {
    stop.run();
  }

  /// A conversation with an agent of this process.
  private final class EmbeddedTalk implements Talk {

    private final Agent agent;
    private final String session;

    EmbeddedTalk(Agent agent, String session) {
      this.agent = agent;
      this.session = session;
    }

    @Override
    public String session() {
      return session;
    }

    @Override
    public LiveAnswer say(String text) {
      var spec = spec(session, agent, text);
      var admitted =
          runtime.post(session, new Admit(spec, WhenBusy.INTERRUPT, Admit.History.SERVER));
      return switch (admitted) {
        case Admit.Admitted.Accepted accepted ->
            new EmbeddedAnswer(runtime, session, accepted.run(), Place.START);
        case Admit.Admitted.Heard heard ->
            new EmbeddedAnswer(runtime, session, heard.run(), Place.START);
        case Admit.Admitted.Steered steered ->
            new EmbeddedAnswer(runtime, session, steered.run(), Place.START);
        case Admit.Admitted.Refused refused ->
            throw new UsageException(
                "session \"" + session + "\" takes no message now: " + refused.why());
      };
    }
  }
}
