package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.ModelRequest;
import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.ToolSpec;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.config.ConfigException;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.runtime.catalog.Catalog;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkillsTest {

  @TempDir private Path folder;

  @Doc("Doubles a number")
  record Twice(int number) {}

  @Doc("Sends a letter")
  record SendLetter(String to) {}

  @BeforeEach
  void fill() throws IOException {
    write(
        "forms/SKILL.md",
        "---\nname: forms\ndescription: Fills forms\n---\nRead references/fields.md first.");
    write("forms/references/fields.md", "x".repeat(40_000));
    write("secrets/SKILL.md", "---\nname: secrets\ndescription: For others\n---\nHidden.");
    write(
        "critic.md",
        "---\ndescription: Finds faults\nmodel: puppet/strict\ntools: [\"tw*\"]\nmax_turns: 3\n"
            + "max_budget_usd: 0.5\ntimeout: 90\n---\nYou find faults.");
    write("plain.md", "You are plain.");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve("skills").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private GatewayPlan plan(ScriptedModel model) {
    String yaml =
        """
        skills: { dir: "%s" }
        agents:
          clerk: { prompt: You help., skills: [forms], limits: { max-turns: 9 } }
          other: { prompt: You help otherwise., skills: [] }
        """
            .formatted(folder.resolve("skills"));
    return Gateway.plan()
        .config(ConfigFile.parse(yaml, "test", Environment.of(_ -> null)))
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .provider("puppet", model)
        .model("puppet/one")
        .tool(Twice.class, (twice, _) -> Json.of(twice.number() * 2L))
        .tool(SendLetter.class, (_, _) -> Json.of("sent"))
        .port(0);
  }

  private static List<String> tools(ModelRequest request) {
    return request.tools().stream().map(ToolSpec::name).toList();
  }

  @Test
  void agentReadsItsPackagesAndNoOthers() throws Exception {
    var model =
        ScriptedModel.of(
            Turn.calls("use_skill", "{\"name\":\"forms\"}"),
            Turn.calls(
                "read_skill_file", "{\"skill\":\"forms\",\"path\":\"references/fields.md\"}"),
            Turn.calls("use_skill", "{\"name\":\"secrets\"}"),
            Turn.calls("read_skill_file", "{\"skill\":\"forms\",\"path\":\"../critic.md\"}"),
            Turn.says("done"));
    try (Gateway gateway = plan(model).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      List<Json> events = visitor.say("Fill this form");

      List<Json> ends =
          events.stream().filter(it -> Visitor.type(it).equals("tool_call_complete")).toList();
      assertThat(ends.get(0).path("result", "instructions").flatMap(Json::text))
          .contains("Read references/fields.md first.");
      assertThat(ends.get(0).path("result", "files"))
          .contains(Json.array(Json.of("references/fields.md")));
      assertThat(ends.get(1).path("result", "next_offset")).contains(Json.of(30_000));
      assertThat(ends.get(2).path("error", "message").flatMap(Json::text).orElseThrow())
          .contains("no skill \"secrets\" for this agent");
      assertThat(ends.get(3).path("error", "message").flatMap(Json::text).orElseThrow())
          .contains("is none below the skill's folder");
    }
    assertThat(model.requests().getFirst().system())
        .startsWith("You help.")
        .contains("- forms: Fills forms")
        .doesNotContain("For others");
    assertThat(tools(model.requests().getFirst()))
        .containsExactly("twice", "send_letter", "use_skill", "read_skill_file");
  }

  @Test
  void agentWithoutSkillsKnowsNothingOfThem() throws Exception {
    var model = ScriptedModel.of(Turn.says("fine"));
    try (Gateway gateway = plan(model).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");
      visitor.say("hi", ",\"agent\":\"other\"");
    }

    assertThat(model.lastRequest().system()).isEqualTo("You help otherwise.");
    assertThat(tools(model.lastRequest())).containsExactly("twice", "send_letter");
  }

  @Test
  void changedDescriptionIsInTheNextPrompt() throws Exception {
    var model = ScriptedModel.of(Turn.says("one"), Turn.says("two"));
    try (Gateway gateway = plan(model).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");
      visitor.say("hi");
      write("forms/SKILL.md", "---\nname: forms\ndescription: Fills and files\n---\nOther.");
      visitor.say("again");
    }

    assertThat(model.lastRequest().system()).contains("- forms: Fills and files");
  }

  @Test
  void skillIsAHelperWithItsOwnModelToolsAndLimits() throws Exception {
    try (Gateway gateway = plan(ScriptedModel.of()).start()) {
      Catalog catalog = gateway.runtime().catalog();
      var clerk = catalog.agent("clerk").orElseThrow();

      var critic = catalog.helper("critic", clerk).orElseThrow();
      var plain = catalog.helper("plain", clerk).orElseThrow();
      var forms = catalog.helper("forms", clerk).orElseThrow();

      assertThat(critic.profile().prompt()).isEqualTo("You find faults.");
      assertThat(critic.profile().model()).isEqualTo("puppet/strict");
      assertThat(critic.profile().tools()).containsExactly("tw*");
      assertThat(critic.limits().maxTurns()).isEqualTo(3);
      assertThat(critic.limits().timeout()).contains(Duration.ofSeconds(90));
      assertThat(critic.limits().maxCost().orElseThrow().dollars()).isEqualByComparingTo("0.5");
      assertThat(plain.profile().model()).isEqualTo("puppet/one");
      assertThat(plain.profile().tools()).containsExactly("*");
      assertThat(plain.limits().maxTurns()).isEqualTo(9);
      assertThat(forms.profile().tools()).contains("read_skill_file");
      assertThat(catalog.helper("other", clerk)).isPresent();
      assertThat(catalog.helper("../critic", clerk)).isEmpty();
    }
  }

  @Test
  void skillsAreListed() throws Exception {
    try (Gateway gateway = plan(ScriptedModel.of()).start()) {
      var visitor = new Visitor(gateway);
      visitor.init("");

      Json items = Json.parse(visitor.get("/api/skills").body()).at("items").orElseThrow();

      assertThat(items.asArray().orElseThrow().items())
          .extracting(it -> it.at("name").flatMap(Json::text).orElseThrow())
          .containsExactly("critic", "forms", "plain", "secrets");
      assertThat(items.asArray().orElseThrow().items().getFirst())
          .isEqualTo(
              Json.parse(
                  """
                  {"name": "critic", "kind": "agent", "description": "Finds faults",
                   "model": "puppet/strict", "tools": ["tw*"], "max_turns": 3,
                   "max_budget_usd": 0.5, "timeout_s": 90.0, "metadata": {}}
                  """));
    }
  }

  @Test
  void toolThatNoSkillCouldHaveIsAMistake() throws Exception {
    write("wrong.md", "---\ntools: [nonsense]\n---\nYou are wrong.");

    assertThatThrownBy(plan(ScriptedModel.of())::embedded)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("skill wrong")
        .hasMessageContaining("\"nonsense\" matches no tool");
  }
}
