package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.message.Role;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallNamesTest {

  @TempDir private Path folder;

  private static Turn twice(ModelRequest request) {
    boolean asked = request.messages().stream().filter(it -> it.role() == Role.TOOL).count() < 2;
    return asked ? Turn.calls("nothing", "{\"a\":1}") : Turn.says("done");
  }

  private static List<String> ids(List<Json> events, String type) {
    return events.stream()
        .filter(event -> Visitor.type(event).equals(type))
        .map(event -> event.at("tool_call_id").flatMap(Json::text).orElseThrow())
        .distinct()
        .toList();
  }

  @Test
  void argumentsAreShownUnderTheNameTheCallWillHave() throws Exception {
    try (Gateway gateway =
        Gateway.plan()
            .environment(Environment.of(_ -> null))
            .data(folder.resolve("data"))
            .port(0)
            .provider("fake", new Improvising(CallNamesTest::twice))
            .model("fake/model")
            .agent("a", AgentConfig.Local.STANDARD)
            .start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("call it twice");

      assertThat(ids(events, "tool_call_start")).hasSize(2).contains("call_1_1", "call_1_1_t2");
      assertThat(ids(events, "tool_input_delta")).isEqualTo(ids(events, "tool_call_start"));
    }
  }
}
