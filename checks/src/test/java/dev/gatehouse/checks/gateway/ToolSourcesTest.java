package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.McpServerConfig;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolSourcesTest {

  @TempDir private Path folder;
  private final Kennel kennel = new Kennel();

  private GatewayPlan plan(ScriptedModel model, String... tools) {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .port(0)
        .provider("fake", model)
        .model("fake/model")
        .agent("a", AgentConfig.Local.STANDARD.withTools(List.of(tools)));
  }

  private static List<String> offered(ScriptedModel model, int request) {
    return model.requests().get(request).tools().stream().map(ToolSpec::name).toList();
  }

  @Test
  void toolsThatAppearLaterAreOfferedToTheNextTurn() throws Exception {
    ScriptedModel model = ScriptedModel.of(Turn.says("nothing"), Turn.says("something"));
    try (Gateway gateway = plan(model, "kennel", "cat_*").source(kennel).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      visitor.say("who is there?");
      kennel.bring("bark", "cat_hiss");
      visitor.say("and now?");

      assertThat(offered(model, 0)).isEmpty();
      assertThat(offered(model, 1)).containsExactly("bark", "cat_hiss");
    }
    assertThat(kennel.closed()).isTrue();
  }

  @Test
  void onlookersAreToldWhenToolsOfTheirRunGoAway() throws Exception {
    ScriptedModel model =
        ScriptedModel.of(Turn.calls("run_away", "{}"), Turn.says("they are gone"));
    kennel.bring("run_away", "bark");
    try (Gateway gateway = plan(model, "kennel").source(kennel).start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("let them out");

      Json told =
          events.stream()
              .filter(event -> Visitor.type(event).equals("tools_unavailable"))
              .findFirst()
              .orElseThrow();
      assertThat(told.at("server")).contains(Json.of("kennel"));
      assertThat(told.at("tools").orElseThrow()).hasToString("[\"run_away\",\"bark\"]");
      assertThat(told.at("reason")).contains(Json.of("the gate is open"));
      assertThat(Visitor.types(events)).contains("tools_available");
    }
  }

  @Test
  void toolsAreListedWithTheirPlaceAndTheProgramsOwnWins() throws Exception {
    ScriptedModel model = ScriptedModel.of();
    kennel.bring("bark", "twin");
    try (Gateway gateway =
        plan(model, "*")
            .source(kennel)
            .tool(new Kennel.Barking("twin", "backend", kennel))
            .start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> items =
          visitor.look("/api/tools").at("items").orElseThrow().asArray().orElseThrow().items();
      assertThat(items)
          .extracting(
              item -> item.at("name").orElseThrow() + " " + item.at("location").orElseThrow())
          .containsExactly("\"twin\" \"backend\"", "\"bark\" \"mcp:kennel\"");
    }
  }

  @Test
  void serverThatCannotBeStartedStopsNothing() throws Exception {
    ScriptedModel model = ScriptedModel.of(Turn.says("fine"));
    try (Gateway gateway =
        plan(model, "broken")
            .mcpServer("broken", McpServerConfig.command("no-such-program-anywhere"))
            .start()) {
      Visitor visitor = new Visitor(gateway);
      visitor.init("");

      assertThat(Visitor.text(visitor.say("are you there?"))).isEqualTo("fine");
    }
  }
}
