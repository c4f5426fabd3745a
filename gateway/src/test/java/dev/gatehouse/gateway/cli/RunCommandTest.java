package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void configureAgents() throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        agents:
          echo: { prompt: Say it again., model: demo/echo, max-tokens: 50 }
          slow: { prompt: Take your time., model: demo/slow }
          keeper: { prompt: Keep it., model: demo/fast }
          keyless: { prompt: Nobody hears., model: openai/gpt-5.4 }
          both: { prompt: Say it again., model: demo/echo }
        workflows:
          inline:
            - id: brief
              input: { type: object, required: [topic] }
              steps:
                - { id: draft, agent: echo, prompt: "On {{ input.topic }}" }
              output: "{{ steps.draft.output }}!"
            - { id: both, steps: [{ id: a, agent: echo, prompt: "{{ input }}" }] }
            - { id: broken, steps: [{ id: a, agent: keyless, prompt: Hi }] }
            - { id: long, steps: [{ id: a, wait: 1h }] }
        """);
  }

  @Test
  void answerGoesToStandardOutputAndNothingElse() {
    var result = Typed.in(folder).run("run", "echo", "hello there");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("hello there\n");
  }

  @Test
  void dataGoesWithTheMessage() throws IOException {
    Files.writeString(folder.resolve("in.json"), "{\"id\": 7}");

    var result = Typed.in(folder).run("run", "echo", "Look:", "--input", "in.json");

    assertThat(result.out()).isEqualTo("Look:\n\n```json\n{\"id\":7}\n```\n");
  }

  @Test
  void programsGetTheRecordOfTheRun() {
    var record = Json.parse(Typed.in(folder).run("run", "echo", "hello", "--json").out());

    assertThat(record.at("outcome")).contains(Json.of("success"));
    assertThat(record.at("output")).contains(Json.of("hello"));
    assertThat(record.at("tools_used")).contains(Json.array());
    assertThat(record.path("usage", "output_tokens")).contains(Json.of(1));
  }

  @Test
  void runThatTakesTooLongEndsWith124() {
    var result = Typed.in(folder).run("run", "slow", "count to 500", "--timeout", "300ms");

    assertThat(result.code()).isEqualTo(124);
    assertThat(result.err()).contains("timeout");
  }

  @Test
  void truncatedAnswerIsNoSuccess() {
    var result = Typed.in(folder).run("run", "echo", "word ".repeat(80));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("truncated");
  }

  @Test
  void missingKeyFailsTheRunAndIsNamed() {
    var result = Typed.in(folder).run("run", "keyless", "hello");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("OPENAI_API_KEY");
  }

  @Test
  void logAndStateLieInTheStateFolder() {
    Typed.in(folder).run("run", "echo", "hello", "--state-dir", "state");

    assertThat(folder.resolve("state/gatehouse.db")).exists();
    assertThat(folder.resolve(".gatehouse")).doesNotExist();
  }

  @Test
  void stateIsKeptFromRunToRun() {
    run("keeper", "update_state {\"patch\": {\"seen\": 1}}", "--state-dir", "state");

    var record = Json.parse(run("keeper", "hello", "--state-dir", "state", "--json").out());

    assertThat(record.at("state")).contains(Json.obj("seen", Json.of(1)));
    assertThat(record.at("state_version")).contains(Json.of(1));
    assertThat(record.at("resumed")).contains(Json.of(false));
  }

  @Test
  void stateThatCannotBeReadIsAMistakeOfItsOwner() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/state.json"), "{");

    var result = run("echo", "hello", "--state-dir", "state");

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains("state.json").hasLineCount(1);
  }

  @Test
  void lastLineBesideTheAnswerSumsUp() {
    var result = run("keeper", "update_state {\"patch\": {}}", "--state-dir", "state");

    assertThat(result.err().lines().toList().getLast())
        .matches("run: success · update_state ×1 · [\\d,]+ tokens · run_\\w+");
  }

  @Test
  void unknownAgentIsNamed() {
    var result = run("eco", "hello");

    assertThat(result.code()).isEqualTo(Program.USAGE);
    assertThat(result.err()).contains("no agent or workflow \"eco\"").contains("\"echo\"");
  }

  @Test
  void workflowIsRunLikeAnAgent() throws IOException {
    Files.writeString(folder.resolve("in.json"), "{\"topic\": \"tea\"}");

    var result = run("brief", "--input", "@in.json");
    var record = Json.parse(run("brief", "--input", "{\"topic\": \"tea\"}", "--json").out());

    assertThat(result.out()).isEqualTo("On tea!\n");
    assertThat(result.err()).containsPattern("note: step draft completed in \\d+ ms");
    assertThat(result.err().lines().toList().getLast()).matches("run: success · .* · run_\\w+");
    assertThat(record.at("workflow_id")).contains(Json.of("brief"));
    assertThat(record.at("response")).contains(Json.of("On tea!"));
    assertThat(record.path("output", "success")).contains(Json.of(true));
    assertThat(record.at("exit_code")).contains(Json.of(0));
  }

  @Test
  void endOfAWorkflowDecidesTheExitCode() {
    var broken = run("broken");
    var late = run("long", "--timeout", "300ms");

    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err()).contains("OPENAI_API_KEY");
    assertThat(late.code()).isEqualTo(124);
  }

  @Test
  void nameOfAnAgentAndAWorkflowMustSayWhich() {
    var unclear = run("both", "hello");
    var agent = run("agent:both", "hello");
    var workflow = run("workflow:both", "hello", "--json");

    assertThat(unclear.code()).isEqualTo(Program.USAGE);
    assertThat(unclear.err())
        .contains("\"both\" is an agent and a workflow; say agent:both or workflow:both");
    assertThat(agent.out()).isEqualTo("hello\n");
    assertThat(Json.parse(workflow.out()).at("workflow_id")).contains(Json.of("both"));
  }

  @Test
  void workflowThatIsGivenSomethingElseIsNotBegun() {
    assertThat(run("brief", "hello").err()).contains("takes no such input").hasLineCount(1);
    assertThat(run("brief", "hello", "--input", "{}").err()).contains("not both");
    assertThat(run("brief", "--input", "@none.json").err())
        .contains("\"@none.json\" cannot be read");
    assertThat(run("echo").err()).contains("there is nothing to do");
    assertThat(run("workflow:echo", "x").err()).contains("no workflow \"echo\"", "\"brief\"");
  }

  @Test
  void workflowOfAServerIsRunLikeItsAgents() throws IOException {
    var plan =
        Gateway.plan()
            .config(ConfigFile.read(folder.resolve("gatehouse.yaml"), Environment.of(_ -> null)))
            .environment(Environment.of(_ -> null))
            .data(folder.resolve("data"))
            .port(0);
    try (var gateway = plan.start()) {
      var here = Typed.in(folder).with("GATEHOUSE_URL", gateway.url());

      var result = here.run("run", "brief", "--input", "{\"topic\": \"tea\"}");
      var record = Json.parse(here.run("run", "workflow:both", "hello", "--json").out());

      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out()).isEqualTo("On tea!\n");
      assertThat(result.err()).contains("note: step draft completed in");
      assertThat(record.at("response")).contains(Json.of("hello"));
      assertThat(here.run("run", "both", "hello").err()).contains("say agent:both");
      assertThat(here.run("run", "nobody", "hello").err()).contains("\"nobody\"");
    }
  }

  private Typed.Result run(String... args) {
    var all = new String[args.length + 1];
    all[0] = "run";
    System.arraycopy(args, 0, all, 1, args.length);
    return Typed.in(folder).run(all);
  }
}
