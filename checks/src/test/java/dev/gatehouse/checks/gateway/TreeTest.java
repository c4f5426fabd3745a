package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a run while others work for it.
@Timeout(300)
final class TreeTest {

  private static final String TASK = "{\"task\":\"look it up\",\"agent\":\"kid\"}";
  private static final String BACKGROUND =
      "{\"task\":\"look it up\",\"agent\":\"kid\",\"background\":true}";

  @TempDir private Path folder;

  private static AgentConfig agent(String model, String... tools) {
    return AgentConfig.Local.STANDARD.withModel(model).withTools(List.of(tools));
  }

  private GatewayPlan plan(Model boss, Model kid) {
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .model("boss/m")
        .port(0)
        .agent("boss", agent("boss/m", "run_agent"))
        .agent("kid", agent("kid/m"))
        .provider("boss", boss)
        .provider("kid", kid);
  }

  private static Visitor visitor(Gateway gateway) throws Exception {
    Visitor visitor = new Visitor(gateway);
    visitor.init("");
    return visitor;
  }

  private static List<Json> of(List<Json> events, String type) {
    return events.stream().filter(event -> Visitor.type(event).equals(type)).toList();
  }

  private static String text(Json json, String member) {
    return json.at(member).flatMap(Json::text).orElseThrow();
  }

  @Test
  void pathNamesEveryRunDownToTheSpeakerAlsoToWhoeverComesLate() throws Exception {
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", "{\"task\":\"lead\",\"agent\":\"foreman\"}"), Turn.says("so"));
    ScriptedModel foreman = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("done"));
    ScriptedModel kid = ScriptedModel.of(Turn.says("forty-two"));
    try (Gateway gateway =
        plan(boss, kid)
            .agent("foreman", agent("foreman/m", "run_agent"))
            .provider("foreman", foreman)
            .start()) {
      Visitor visitor = visitor(gateway);
      List<Json> events = visitor.say("ask");

      String top = text(events.getFirst(), "run_id");
      List<String> children =
          of(events, "subagent_started").stream().map(it -> text(it, "child_run_id")).toList();
      String deepest = "[\"%s\",\"%s\",\"%s\"]".formatted(top, children.get(0), children.get(1));
      assertThat(paths(events, children.get(1))).containsExactly(deepest);
      assertThat(paths(events, children.get(0)))
          .containsExactly("[\"%s\",\"%s\"]".formatted(top, children.get(0)));

      // The cursor of the last subagent_started lies behind all that says who started whom.
      List<Json> late = visitor.subscribe("run_id=" + top + "&after=" + seen(visitor, top)).rest();
      assertThat(of(late, "subagent_started")).isEmpty();
      assertThat(paths(late, children.get(1))).containsExactly(deepest);
    }
  }

  /// The cursor of the newest start of a run in a tree.
  private static String seen(Visitor visitor, String top) throws Exception {
    String cursor = "";
    String last = "";
    for (String line : visitor.get("/api/chat/subscribe?run_id=" + top).body().lines().toList()) {
      cursor = line.startsWith("id: ") ? line.substring(4) : cursor;
      last = line.contains("\"subagent_started\"") ? cursor : last;
    }
    return last;
  }

  private static List<String> paths(List<Json> events, String run) {
    return events.stream()
        .filter(event -> event.at("run_id").equals(Optional.of(Json.of(run))))
        .map(event -> event.at("run_path").orElseThrow().toString())
        .distinct()
        .toList();
  }

  @Test
  void leaderThatWaitsForChildrenSaysSo() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel boss =
        ScriptedModel.of(
            Turn.calls("run_agent", BACKGROUND), Turn.says("begun"), Turn.says("all done"));
    ScriptedModel kid = ScriptedModel.of(Turn.waits(go).thenSays("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("ask", "");
      Json child = stream.until("subagent_started");
      Json waiting = stream.until("waiting");
      String run = text(waiting, "run_id");

      assertThat(text(waiting, "reason")).isEqualTo("child");
      Json blocked = visitor.look("/api/runs/" + run + "/blocked-on");
      assertThat(blocked.at("status")).contains(Json.of("waiting"));
      Json wait = blocked.at("waiting_for").flatMap(Json::asArray).orElseThrow().items().getFirst();
      assertThat(text(wait, "kind")).isEqualTo("child");
      assertThat(wait.at("id")).isEqualTo(child.at("child_run_id"));
      assertThat(wait.at("age_s").flatMap(Json::number).orElseThrow()).isNotNegative();
      go.countDown();

      assertThat(text(stream.until("resumed"), "reason")).isEqualTo("child");
      assertThat(Visitor.types(stream.rest())).endsWith("stream_complete");
      assertThat(visitor.look("/api/runs/" + run + "/blocked-on"))
          .hasToString("{\"status\":\"completed\",\"waiting_for\":[]}");
      assertThat(text(visitor.look("/api/runs/" + run + "/why"), "summary"))
          .isEqualTo("It completed: end_turn.");
    }
  }

  @Test
  void awaitedAgentIsWhatItsLeaderWaitsForInPlaceOfTheToolThatStartedIt() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ScriptedModel boss = ScriptedModel.of(Turn.calls("run_agent", TASK), Turn.says("so it is"));
    ScriptedModel kid = ScriptedModel.of(Turn.waits(go).thenSays("forty-two"));
    try (Gateway gateway = plan(boss, kid).start()) {
      Visitor visitor = visitor(gateway);
      Listening stream = visitor.listen("ask", "");
      Json child = stream.until("subagent_started");

      String blocked = "/api/runs/" + text(child, "run_id") + "/blocked-on";
      assertThat(kinds(visitor.look(blocked))).containsExactly("child");
      stream.until("turn_started");
      String below = "/api/runs/" + text(child, "child_run_id") + "/blocked-on";
      assertThat(kinds(visitor.look(below))).containsExactly("model");
      go.countDown();
      stream.rest();
    }
  }

  private static List<String> kinds(Json blocked) {
    return blocked.at("waiting_for").flatMap(Json::asArray).orElseThrow().items().stream()
        .map(wait -> text(wait, "kind"))
        .toList();
  }
}
