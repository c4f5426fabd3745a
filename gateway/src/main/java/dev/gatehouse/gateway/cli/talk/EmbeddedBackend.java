package dev.gatehouse.gateway.cli.talk;

import dev.gatehouse.core.event.SessionEvent.SessionCreated;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import dev.gatehouse.core.run.RunSpec;
import dev.gatehouse.core.session.Admission.WhenBusy;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.runtime.AgentRuntime;
import dev.gatehouse.runtime.catalog.Agent;
import dev.gatehouse.runtime.seat.Admit;
import dev.gatehouse.runtime.seat.Changes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Agents of a runtime in this process.
public final class EmbeddedBackend implements Backend {

  private static final String TENANT = "default";
  static final String USER = "_default";
  private static final String KEY = "cli";

  private final Gateway gateway;
  private final AgentRuntime runtime;
  private final RunSpec.Watch watch;

  /// @param gateway closed with the backend
  /// @param watch whether somebody can be asked during a conversation
  public EmbeddedBackend(Gateway gateway, RunSpec.Watch watch) {
    this.gateway = gateway;
    this.runtime = gateway.runtime();
    this.watch = watch;
  }

  @Override
  public Talk talk(Optional<String> agent) {
    var chosen = agent(agent);
    var session = open();
    return new EmbeddedTalk(gateway.agentOn(chosen, session), session.id());
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

  private SessionCreated open() {
    var session =
        new SessionCreated(
            runtime.ids().session(),
            TENANT,
            KEY,
            USER,
            Optional.of(KEY),
            Json.object().build(),
            runtime.clock().instant());
    runtime.post(session.id(), new Changes.Open(session, List.of()));
    return session;
  }

  private RunSpec spec(String session, Agent agent, String text) {
    return new RunSpec(
        RunSpec.Origin.of(runtime.ids().run(), session, RunSpec.Kind.CHAT),
        new RunSpec.Owner(TENANT, USER, "admin", Optional.of(KEY), watch),
        agent.profile(),
        agent.limits(),
        RunSpec.Request.of(List.of(Message.user(text)), runtime.clock().instant())
            .withOutputSchema(agent.habits().outputSchema()));
  }

  @Override
  public void close() {
    gateway.close();
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
      return EmbeddedAnswer.of(runtime, spec, () -> admitted(spec));
    }

    private String admitted(RunSpec spec) {
      var admitted =
          runtime.post(session, new Admit(spec, WhenBusy.INTERRUPT, Admit.History.SERVER));
      return switch (admitted) {
        case Admit.Admitted.Accepted accepted -> accepted.run();
        case Admit.Admitted.Heard heard -> heard.run();
        case Admit.Admitted.Steered steered -> steered.run();
        case Admit.Admitted.Refused refused ->
            throw new UsageException(
                "session \"" + session + "\" takes no message now: " + refused.why());
      };
    }
  }
}
