package dev.gatehouse.adapters.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.ToolFacts;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import java.util.Optional;

/// Tool calls to be judged.
final class JudgedCall {

  private JudgedCall() {}

  static ToolFacts of(Json input) {
    return of("write_file", "sess_1", input);
  }

  static ToolFacts of(String tool, String session, Json input) {
    return of(tool, session, input, false, Effect.WRITE);
  }

  static ToolFacts of(String tool, String session, Json input, boolean tainted, Effect effect) {
    return new ToolFacts(
        tool,
        input,
        "call_1",
        "run_1",
        session,
        "default",
        "ada",
        "user",
        "analyst",
        Optional.of("web"),
        0,
        false,
        tainted,
        ToolPolicy.STANDARD.withEffect(effect));
  }
}
