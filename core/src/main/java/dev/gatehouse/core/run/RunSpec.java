package dev.gatehouse.core.run;

import dev.gatehouse.core.delivery.Handover;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything about a run that is settled when it is created.
///
/// @param origin which run it is and where it comes from
/// @param owner on whose behalf it acts
/// @param agent what it is made of
/// @param limits how far it may go at first
/// @param request what is asked of it
/// @param flow the workflow it runs; an agent works alone when absent
public record RunSpec(
    Origin origin,
    Owner owner,
    AgentProfile agent,
    RunLimits limits,
    Request request,
    Optional<FlowSpec> flow) {

  /// The run of an agent.
  public RunSpec(
      Origin origin, Owner owner, AgentProfile agent, RunLimits limits, Request request) {
    this(origin, owner, agent, limits, request, Optional.empty());
  }

  /// Which run it is and where it comes from.
  ///
  /// @param id `run_…`
  /// @param root the run at the top of its tree; the run itself when nothing started it
  /// @param session the session it belongs to
  /// @param parent the run that started it
  /// @param kind what started it
  /// @param depth how many runs lie above it
  public record Origin(
      String id, String root, String session, Optional<String> parent, Kind kind, int depth) {

    /// A run that no other run started.
    public static Origin of(String id, String session, Kind kind) {
      return new Origin(id, id, session, Optional.empty(), kind, 0);
    }
  }

  /// On whose behalf a run acts.
  ///
  /// @param tenant whose it is
  /// @param user who is served
  /// @param role what the user may do: `user`, `operator` or `admin`
  /// @param channel the client that is served, in lower case
  /// @param watch whether a human can be asked; a run nobody watches never waits for one
  public record Owner(
      String tenant, String user, String role, Optional<String> channel, Watch watch) {}

  /// What is asked of a run.
  ///
  /// @param input the messages it starts with
  /// @param outputSchema the JSON Schema its answer must satisfy
  /// @param metadata what the client wants to find again
  /// @param created when it was asked for
  /// @param due when it may begin, if that is not at once
  /// @param trace the `traceparent` of the request that asked for it, to be passed on
  /// @param handover who is told about it besides those who look on
  public record Request(
      List<Message> input,
      Optional<Json> outputSchema,
      Json metadata,
      Instant created,
      Optional<Instant> due,
      Optional<String> trace,
      Handover handover) {

    /// Copies the messages.
    public Request {
      input = List.copyOf(input);
    }

    /// Messages, and nothing special about them.
    public static Request of(List<Message> input, Instant created) {
      Json nothing = Json.object().build();
      return new Request(
          input,
          Optional.empty(),
          nothing,
          created,
          Optional.empty(),
          Optional.empty(),
          Handover.NONE);
    }

    /// {@return this request with other messages}
    public Request withInput(List<Message> messages) {
      return new Request(messages, outputSchema, metadata, created, due, trace, handover);
    }

    /// {@return this request for an answer of another shape}
    public Request withOutputSchema(Optional<Json> schema) {
      return new Request(input, schema, metadata, created, due, trace, handover);
    }

    /// {@return this request for later}
    public Request withDue(Instant start) {
      return new Request(
          input, outputSchema, metadata, created, Optional.of(start), trace, handover);
    }

    /// {@return this request with others to be told about it}
    public Request withHandover(Handover other) {
      return new Request(input, outputSchema, metadata, created, due, trace, other);
    }

    /// {@return this request with something else to find it again by}
    public Request withMetadata(Json other) {
      return new Request(input, outputSchema, other, created, due, trace, handover);
    }
  }

  /// {@return this run with another request}
  public RunSpec with(Request other) {
    return new RunSpec(origin, owner, agent, limits, other, flow);
  }

  /// {@return this run as part of a trace}
  public RunSpec withTrace(Optional<String> traceparent) {
    Request r = request;
    return with(
        new Request(
            r.input, r.outputSchema, r.metadata, r.created, r.due, traceparent, r.handover));
  }

  /// {@return this run with other limits}
  public RunSpec with(RunLimits other) {
    return new RunSpec(origin, owner, agent, other, request, flow);
  }

  /// {@return the id of the run}
  public String id() {
    return origin.id();
  }

  /// {@return the run at the top of its tree}
  public String root() {
    return origin.root();
  }

  /// {@return the session it belongs to}
  public String session() {
    return origin.session();
  }

  /// {@return what started it}
  public Kind kind() {
    return origin.kind();
  }

  /// {@return the messages it starts with}
  public List<Message> input() {
    return request.input();
  }

  /// What started a run.
  public enum Kind {
    CHAT,
    AGENT,
    WORKFLOW,
    SUBAGENT,
    HEARTBEAT;

    /// {@return the kind as the wire spells it}
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether somebody can answer a question.
  public enum Watch {
    /// A human may be asked.
    WATCHED,
    /// Nobody is there: what would ask fails instead.
    HEADLESS
  }
}
