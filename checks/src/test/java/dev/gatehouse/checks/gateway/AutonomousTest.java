package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.core.event.ToolEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.money.Cost;
import dev.gatehouse.core.session.SessionState;
import dev.gatehouse.core.spi.Model;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.Autonomous;
import dev.gatehouse.gateway.AutonomousException;
import dev.gatehouse.gateway.AutonomousListener;
import dev.gatehouse.gateway.AutonomousOptions;
import dev.gatehouse.gateway.AutonomousResult;
import dev.gatehouse.gateway.AutonomousResult.Start;
import dev.gatehouse.gateway.AutonomousRun;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.GatewayPlan;
import dev.gatehouse.gateway.Hooks;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.RecordTool;
import dev.gatehouse.gateway.ToolTally;
import dev.gatehouse.gateway.config.AgentConfig;
import dev.gatehouse.gateway.config.ApprovalConfig;
import dev.gatehouse.gateway.config.Environment;
import dev.gatehouse.gateway.config.RunLimitsConfig;
import dev.gatehouse.runtime.stream.Frame;
import dev.gatehouse.testkit.model.ScriptedModel;
import dev.gatehouse.testkit.model.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that nobody watches, by the Java API.
@Timeout(300)
final class AutonomousTest {

  private static final String KEEP = "update_state";

  @TempDir private Path folder;
  private final List<String> notes = new CopyOnWriteArrayList<>();

  record Note(String text) {}

  record Mail(String text) {}

  record Browse(String url) {}

  @Test
  void resultSaysWhatWasSaidUsedAndSpent() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.calls("note", "{\"text\": \"hi\"}").thenCalls("note", "{\"wrong\": 1}"),
            Turn.says("All noted."));

    var result = run("go", options(model));

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(result.response()).isEqualTo("All noted.");
    assertThat(result.tools()).containsExactly(new ToolTally.Use("note", 2, 1));
    assertThat(result.usage().output()).isPositive();
    assertThat(result.exitCode()).isZero();
    assertThat(result.json().path("tools_used")).isPresent();
    assertThat(result.json().at("exit_code")).contains(Json.of(0));
    assertThat(notes).containsExactly("hi");
  }

  @Test
  void hookHearsOfTheSessionAndMayRefuseIt() throws InterruptedException {
    var heard = new ArrayList<String>();
    var options = options(ScriptedModel.of(Turn.says("Fine.")));
    options
        .plan()
        .hooks(
            new Hooks() {
              @Override
              public void sessionCreated(SessionState session) {
                heard.add(session.who().user());
                if (heard.size() > 1) {
                  throw new IllegalStateException("no more today");
                }
              }
            });

    assertThat(run("go", options).response()).isEqualTo("Fine.");
    assertThatThrownBy(() -> run("again", options))
        .isInstanceOf(AutonomousException.class)
        .hasMessageContaining("no more today");
    assertThat(heard).containsExactly("_default", "_default");
  }

  @Test
  void stateStandsInThePromptOfTheNextRun() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.calls(KEEP, "{\"patch\": {\"seen\": 3}}"),
            Turn.says("Kept."),
            Turn.says("I know."));

    var first = run("go", kept(model));
    var second = run("go", kept(model));

    assertThat(first.state()).contains(Json.obj("seen", Json.of(3)));
    assertThat(model.requests().getFirst().system()).contains("version 0");
    assertThat(model.lastRequest().system()).contains("{\"seen\":3}", "version 1");
    assertThat(second.run()).isNotEqualTo(first.run());
    assertThat(second.start()).isEqualTo(Start.NEW);
    assertThat(second.json().at("state")).contains(Json.obj("seen", Json.of(3)));
  }

  @Test
  void proseAboutTheStateChangesNothing() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("# STATE_UPDATE_JSON\n```json\n{\"seen\": 9}\n```"));

    var result = run("go", kept(model));

    assertThat(result.state()).contains(Json.object().build());
  }

  @Test
  void modelIsToldWhyAStateDoesNotFit() throws InterruptedException {
    var model =
        ScriptedModel.of(Turn.calls(KEEP, "{\"patch\": {\"seen\": \"x\"}}"), Turn.says("Pity."));
    var schema =
        Json.parse("{\"properties\": {\"seen\": {\"type\": \"integer\"}}}")
            .asObject()
            .orElseThrow();

    var result = run("go", kept(model).withStateSchema(schema));

    assertThat(result.tools()).containsExactly(new ToolTally.Use(KEEP, 1, 1));
    assertThat(result.state()).contains(Json.object().build());
    assertThat(model.requests().getFirst().system()).contains("JSON Schema");
    assertThat(model.lastRequest().messages().toString()).contains("/seen");
  }

  @Test
  void agentWithoutAStateFolderHasNoStateTool() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("Nothing to keep."));

    var result = run("go", options(model));

    assertThat(result.state()).isEmpty();
    assertThat(model.lastRequest().tools()).noneMatch(tool -> tool.name().equals(KEEP));
  }

  @RepeatedTest(10)
  void interruptedRunGoesOnAndRepeatsNothing() throws InterruptedException {
    var never = new CountDownLatch(1);
    var model =
        ScriptedModel.of(
            Turn.calls("note", "{\"text\": \"once\"}")
                .thenCalls(KEEP, "{\"patch\": {\"seen\": 1}}"),
            Turn.waits(never),
            Turn.says("Done after all."));
    String id;
    try (var first = AutonomousRun.start("keeper", "go", kept(model))) {
      id = first.id();
      await().until(() -> model.requests().size() == 2);
    }

    var second = run("go", kept(model));

    assertThat(second.run()).isEqualTo(id);
    assertThat(second.start()).isEqualTo(Start.RESUMED);
    assertThat(second.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(second.tools())
        .containsExactlyInAnyOrder(new ToolTally.Use("note", 1, 0), new ToolTally.Use(KEEP, 1, 0));
    assertThat(second.json().at("state_version")).contains(Json.of(1));
    assertThat(notes).containsExactly("once");
  }

  @Test
  void otherTaskInTheSameFolderIsAnotherRun() throws InterruptedException {
    var never = new CountDownLatch(1);
    var model = ScriptedModel.of(Turn.waits(never));
    String id;
    try (var first = AutonomousRun.start("keeper", "go", kept(model))) {
      id = first.id();
      await().until(() -> model.requests().size() == 1);
    }
    model.then(Turn.says("One.")).then(Turn.says("Two."));

    var other = run("go elsewhere", kept(model));

    assertThat(other.run()).isNotEqualTo(id);
    assertThat(other.start()).isEqualTo(Start.NEW);
  }

  @Test
  void timeInWhichNoProcessLivedDoesNotCount() throws InterruptedException {
    var never = new CountDownLatch(1);
    var model = ScriptedModel.of(Turn.waits(never), Turn.says("In time."), Turn.says("In time."));
    var limit = Duration.ofSeconds(8);
    String id;
    Instant end;
    try (var first = AutonomousRun.start("keeper", "go", kept(model).withTimeout(limit))) {
      id = first.id();
      end = Instant.now().plus(limit);
      await().until(() -> model.requests().size() == 1);
    }
    await().until(() -> Instant.now().isAfter(end));

    var second = run("go", kept(model).withTimeout(limit));

    assertThat(second.run()).isEqualTo(id);
    assertThat(second.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(second.response()).isEqualTo("In time.");
  }

  @Test
  void callThatNeedsApprovalIsDeniedAtOnceAndTheResultSaysSo() throws InterruptedException {
    var model = ScriptedModel.of(Turn.calls("note", "{\"text\": \"hi\"}"), Turn.says("Denied."));
    var careful = agent().withApproval(ApprovalConfig.of("note"));

    var result = run("go", AutonomousOptions.of(plan(model).agent("keeper", careful)));

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(notes).isEmpty();
    assertThat(result.denied())
        .singleElement()
        .satisfies(denied -> {
          assertThat(denied.tool()).isEqualTo("note");
          assertThat(denied.code()).isEqualTo("approval_required");
        });
    assertThat(result.json().at("denied").flatMap(Json::asArray).orElseThrow().items()).hasSize(1);
  }

  @Test
  void strangersWordsStayStrangeFromRunToRun() throws InterruptedException {
    var model =
        ScriptedModel.of(
            Turn.calls("browse", "{\"url\": \"x\"}"),
            Turn.calls(KEEP, "{\"patch\": {\"plan\": \"mail it\"}}"),
            Turn.says("Kept."),
            Turn.calls("mail", "{\"text\": \"hi\"}"),
            Turn.says("Not mailed."));

    run("go", kept(model));
    var second = run("go on", kept(model));

    assertThat(second.denied()).extracting(ToolTally.Denial::tool).containsExactly("mail");
    assertThat(notes).containsExactly("browsed");
  }

  @Test
  void limitsEndTheRunWithTheirExitCodes() throws InterruptedException {
    var turns = ScriptedModel.of(Turn.calls("note", "{\"text\": \"a\"}"));
    var time = ScriptedModel.of(Turn.waits(new CountDownLatch(1)));

    var tired = run("go", options(turns).withLimits(RunLimitsConfig.STANDARD.withMaxTurns(1)));
    var late = run("go", options(time).withTimeout(Duration.ofMillis(200)));

    assertThat(tired.outcome()).isEqualTo(Outcome.MAX_TURNS);
    assertThat(tired.exitCode()).isEqualTo(4);
    assertThat(late.outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(late.exitCode()).isEqualTo(124);
  }

  @Test
  void budgetEndsTheRunBeforeTheMoneyIsSpent() throws InterruptedException {
    var result =
        Autonomous.run(
            "keeper",
            "go",
            AutonomousOptions.of(
                    Gateway.plan()
                        .environment(Environment.of(Map.of("ANTHROPIC_API_KEY", "key")::get))
                        .data(folder.resolve("data"))
                        .model("anthropic/claude-sonnet-4-6")
                        .agent("keeper", agent()))
                .withLimits(RunLimitsConfig.STANDARD.withMaxBudgetUsd(new Cost(1))));

    assertThat(result.outcome()).isEqualTo(Outcome.BUDGET_EXCEEDED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.cost()).isEqualTo(Cost.ZERO);
  }

  @Test
  void failureIsAResultToo() throws InterruptedException {
    var model = ScriptedModel.of();

    var result = run("go", options(model));

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.json().path("error", "code")).contains(Json.of("bad_request"));
  }

  @Test
  void answerHasTheShapeThatWasAskedFor() throws InterruptedException {
    var model = ScriptedModel.of(Turn.says("{\"n\": 7}"));
    var schema =
        Json.parse("{\"type\": \"object\", \"required\": [\"n\"]}").asObject().orElseThrow();

    var result = run("go", options(model).withOutputSchema(schema));

    assertThat(result.output()).contains(Json.obj("n", Json.of(7)));
  }

  @Test
  void listenerHearsTheRunFromBeginningToEnd() throws InterruptedException {
    var model = ScriptedModel.of(Turn.calls("note", "{\"text\": \"a\"}"), Turn.says("Well done."));
    var heard = new ArrayList<String>();

    var result = run("go", options(model).withListener(new Writing(heard)));

    assertThat(heard.getFirst()).isEqualTo("NEW " + result.run());
    assertThat(String.join("", heard)).contains("note over").contains("Well done.");
    assertThat(heard.getLast()).isEqualTo("SUCCESS");
  }

  @Test
  void cancelledRunIsNotGoneOnWith() throws InterruptedException {
    var model = ScriptedModel.of(Turn.waits(new CountDownLatch(1)), Turn.says("Anew."));
    AutonomousResult first;
    try (var run = AutonomousRun.start("keeper", "go", kept(model))) {
      await().until(() -> model.requests().size() == 1);
      run.cancel("enough");
      first = run.await();
    }

    var second = run("go", kept(model));

    assertThat(first.outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(second.start()).isEqualTo(Start.NEW);
  }

  @Test
  void unknownAgentIsNamed() {
    assertThatThrownBy(() -> Autonomous.run("keepr", "go", options(ScriptedModel.of())))
        .isInstanceOf(AutonomousException.class)
        .hasMessageContaining("\"keepr\"")
        .hasMessageContaining("\"keeper\"");
  }

  /// Writes down what it hears.
  private record Writing(List<String> heard) implements AutonomousListener {

    @Override
    public void begun(String run, Start start) {
      heard.add(start + " " + run);
    }

    @Override
    public void text(String piece) {
      heard.add(piece);
    }

    @Override
    public void event(Frame.Body.Recorded event) {
      if (event.event() instanceof ToolEvent.ToolCallFinished call) {
        heard.add(call.tool() + " over");
      }
    }

    @Override
    public void ended(AutonomousResult result) {
      heard.add(result.outcome().name());
    }
  }

  private static AutonomousResult run(String message, AutonomousOptions options)
      throws InterruptedException {
    return Autonomous.run("keeper", message, options);
  }

  private AutonomousOptions kept(Model model) {
    return options(model).withStateDir(folder.resolve("state"));
  }

  private AutonomousOptions options(Model model) {
    return AutonomousOptions.of(plan(model).agent("keeper", agent()));
  }

  private static AgentConfig.Local agent() {
    return AgentConfig.Local.STANDARD.withPrompt("You keep the books.");
  }

  private GatewayPlan plan(Model model) {
    var policy = ToolPolicy.STANDARD;
    return Gateway.plan()
        .environment(Environment.of(_ -> null))
        .data(folder.resolve("data"))
        .provider("script", model)
        .model("script/any")
        .tool(Note.class, (note, _) -> noted(note.text()))
        .tool(
            RecordTool.of(Mail.class, (_, _) -> noted("mailed"))
                .with(policy.withEffect(Effect.IRREVERSIBLE)))
        .tool(
            RecordTool.of(Browse.class, (_, _) -> noted("browsed"))
                .with(policy.withEffect(Effect.READ).untrusted()));
  }

  private String noted(String text) {
    notes.add(text);
    return text;
  }
}
