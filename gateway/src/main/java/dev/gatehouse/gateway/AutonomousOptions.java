package dev.gatehouse.gateway;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a run that nobody watches is made.
///
/// @param plan the agents, tools and models there are; it is not changed
/// @param stateDir where log and state lie, so that the same call goes on with what was interrupted
/// @param stateSchema what the state must look like; by default the agent's configuration says it,
///   or the file `state.schema.json` in the folder
/// @param limits how far the run may go, where the agent's own limits are not enough
/// @param input data that goes with the message
/// @param outputSchema the JSON Schema the answer must satisfy; by default the agent's own
/// @param channel the channel whose settings the agent has
/// @param listener hears how it goes
public record AutonomousOptions(
    GatewayPlan plan,
    Optional<Path> stateDir,
    Optional<Json.Obj> stateSchema,
    RunLimitsConfig limits,
    Optional<Json> input,
    Optional<Json.Obj> outputSchema,
    Optional<String> channel,
    AutonomousListener listener) {

  /// A run of an agent of this plan, with nothing special about it.
  public static AutonomousOptions of(GatewayPlan plan) {
    return new AutonomousOptions(
        plan,
        Optional.empty(),
        Optional.empty(),
        RunLimitsConfig.STANDARD,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        AutonomousListener.NONE);
  }

  /// {@return these options with a folder for log and state}
  public AutonomousOptions withStateDir(Path folder) {
    return new AutonomousOptions(
        plan, Optional.of(folder), stateSchema, limits, input, outputSchema, channel, listener);
  }

  /// {@return these options with a schema of the state}
  public AutonomousOptions withStateSchema(Json.Obj schema) {
    return new AutonomousOptions(
        plan, stateDir, Optional.of(schema), limits, input, outputSchema, channel, listener);
  }

  /// {@return these options with other limits}
  public AutonomousOptions withLimits(RunLimitsConfig bounds) {
    return new AutonomousOptions(
        plan, stateDir, stateSchema, bounds, input, outputSchema, channel, listener);
  }

  /// {@return these options with a time limit}
  public AutonomousOptions withTimeout(Duration limit) {
    return withLimits(limits.withTimeout(limit));
  }

  /// {@return these options with data for the message}
  public AutonomousOptions withInput(Json data) {
    return new AutonomousOptions(
        plan, stateDir, stateSchema, limits, Optional.of(data), outputSchema, channel, listener);
  }

  /// {@return these options for an answer of this shape}
  public AutonomousOptions withOutputSchema(Json.Obj schema) {
    return new AutonomousOptions(
        plan, stateDir, stateSchema, limits, input, Optional.of(schema), channel, listener);
  }

  /// {@return these options for a channel}
  public AutonomousOptions withChannel(String name) {
    return new AutonomousOptions(
        plan, stateDir, stateSchema, limits, input, outputSchema, Optional.of(name), listener);
  }

  /// {@return these options with somebody who listens}
  public AutonomousOptions withListener(AutonomousListener other) {
    return new AutonomousOptions(
        plan, stateDir, stateSchema, limits, input, outputSchema, channel, other);
  }
}
