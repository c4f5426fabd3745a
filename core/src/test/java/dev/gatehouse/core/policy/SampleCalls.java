package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolPolicy;
import java.util.Optional;

/// Tool calls to be judged.
final class SampleCalls {

  private SampleCalls() {}

  static ToolFacts call(String tool, Json input) {
    return new ToolFacts(
        tool,
        input,
        "call_1",
        "run_1",
        "sess_1",
        "default",
        "ada",
        "user",
        "analyst",
        Optional.of("web"),
        0,
        false,
        false,
        ToolPolicy.STANDARD);
  }
}
