package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolPolicy;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Everything an interceptor may know of a tool call.
///
/// @param tool the tool's name
/// @param input the arguments, perhaps rewritten already
/// @param callId the call, unique in the run
/// @param run the run that wants it
/// @param session the session the run belongs to
/// @param tenant whose it is
/// @param user on whose behalf the agent acts
/// @param role the user's role
/// @param agent the agent that wants it
/// @param channel the client it serves, in lower case
/// @param depth how many runs lie above this one; 0 for a run that nobody else started
/// @param headless whether nobody can be asked
/// @param tainted whether the run has read what an untrusted tool gave
/// @param policy how the tool is treated
public record ToolFacts(
    String tool,
    Json input,
    String callId,
    String run,
    String session,
    String tenant,
    String user,
    String role,
    String agent,
    Optional<String> channel,
    int depth,
    boolean headless,
    boolean tainted,
    ToolPolicy policy) {

  /// The names that a condition over a call may use, apart from what lies below `args`.
  public static final Set<String> NAMES =
      Set.of(
          "tool",
          "args",
          "channel",
          "role",
          "user",
          "agent",
          "tainted",
          "tenant",
          "depth",
          "headless",
          "effect");

  /// {@return the same call with other arguments}
  public ToolFacts withInput(Json other) {
    return new ToolFacts(
        tool, other, callId, run, session, tenant, user, role, agent, channel, depth, headless,
        tainted, policy);
  }

  /// {@return the facts as conditions see them, under [#NAMES]}
  public Json.Obj json() {
    return Json.object()
        .put("tool", tool)
        .put("args", input)
        .put("channel", channel.<Json>map(Json::of).orElse(Json.NULL))
        .put("role", role)
        .put("user", user)
        .put("agent", agent)
        .put("tainted", tainted)
        .put("tenant", tenant)
        .put("depth", depth)
        .put("headless", headless)
        .put("effect", policy.effect().name().toLowerCase(Locale.ROOT))
        .build();
  }
}
