package dev.gatehouse.core.run;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything about a run that is settled when it is created.
///
/// @param id `run_…`
/// @param root the run at the top of its tree; the run itself when nothing started it
/// @param session the session it belongs to
/// @param parent the run that started it
/// @param kind what started it
/// @param tenant whose it is
/// @param user on whose behalf it acts
/// @param channel the client it serves, in lower case
/// @param agent what it is made of
/// @param limits how far it may go at first
/// @param input the messages it starts with
/// @param outputSchema the JSON Schema its answer must satisfy
/// @param watched whether a human can be asked; a run nobody watches never waits for one
/// @param metadata what the client wants to find again
/// @param created when it was asked for
/// @param trace the `traceparent` of the request that asked for it, to be passed on
public record RunSpec(
    String id,
    String root,
    String session,
    Optional<String> parent,
    Kind kind,
    String tenant,
    String user,
    Optional<String> channel,
    AgentProfile agent,
    RunLimits limits,
    List<Message> input,
    Optional<Json> outputSchema,
    Watch watched,
    Json metadata,
    Instant created,
    Optional<String> trace) {

  /// Copies the messages.
  public RunSpec {
    input = List.copyOf(input);
  }

  /// A run that belongs to no trace.
  public RunSpec(
      String id,
      String root,
      String session,
      Optional<String> parent,
      Kind kind,
      String tenant,
      String user,
      Optional<String> channel,
      AgentProfile agent,
      RunLimits limits,
      List<Message> input,
      Optional<Json> outputSchema,
      Watch watched,
      Json metadata,
      Instant created) {
    this(
        id,
        root,
        session,
        parent,
        kind,
        tenant,
        user,
        channel,
        agent,
        limits,
        input,
        outputSchema,
        watched,
        metadata,
        created,
        Optional.empty());
  }

  /// {@return this run as part of a trace}
  public RunSpec withTrace(Optional<String> traceparent) {
    return new RunSpec(
        id,
        root,
        session,
        parent,
        kind,
        tenant,
        user,
        channel,
        agent,
        limits,
        input,
        outputSchema,
        watched,
        metadata,
        created,
        traceparent);
  }

  /// {@return this run with other messages to start with}
  public RunSpec withInput(List<Message> messages) {
    return new RunSpec(
        id,
        root,
        session,
        parent,
        kind,
        tenant,
        user,
        channel,
        agent,
        limits,
        messages,
        outputSchema,
        watched,
        metadata,
        created,
        trace);
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
