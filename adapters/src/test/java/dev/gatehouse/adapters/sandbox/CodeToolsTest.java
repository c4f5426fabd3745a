package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.adapters.sandbox.SandboxPolicy.Confinement;
import dev.gatehouse.core.Failure;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Ended;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.ToolContext.Stream;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CodeToolsTest {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 1, 2, 3};

  private final Path folder;
  private final PuppetSandbox puppet = new PuppetSandbox("puppet", Level.NONE);
  private final RecordingContext context = new RecordingContext("sess_1");
  private CodeExecution code;

  CodeToolsTest(@TempDir Path folder) {
    this.folder = folder;
    this.code = open();
  }

  private CodeExecution open() {
    return new CodeExecution(
        SandboxLadder.climb(
            List.of(puppet),
            new SandboxPolicy(Level.WASM, List.of(), Confinement.WAIVED),
            new ProbeSuite()),
        new Workspaces(folder),
        CodeSettings.STANDARD);
  }

  @AfterEach
  void close() {
    code.close();
  }

  private Json run(String input) throws Exception {
    return value(new CodeExecuteTool(code).call(Json.parse(input), context));
  }

  private Json status(String input) throws IOException {
    return value(new CodeStatusTool(code).call(Json.parse(input), context));
  }

  private static Json value(ToolOutcome outcome) {
    assertThat(outcome).isInstanceOf(ToolOutcome.Ok.class);
    return ((ToolOutcome.Ok) outcome).value();
  }

  private static Optional<String> text(Json json, String... path) {
    return json.path(path).flatMap(Json::text);
  }

  @Test
  void resultHasWhatThePythonGatewayGives() throws Exception {
    puppet.plays((_, output, _) -> {
      PuppetSandbox.print(output, "42\n");
      return Ended.exited(3);
    });

    Json result = run("{\"code\":\"…\"}");

    assertThat(text(result, "stdout")).contains("42\n");
    assertThat(result.at("return_code")).contains(Json.of(3));
    assertThat(result.at("timed_out")).contains(Json.of(false));
    assertThat(result.at("truncated")).contains(Json.of(false));
    assertThat(text(result, "end_reason")).contains("exited");
    assertThat(text(result, "sandbox", "level")).contains("none");
    assertThat(context.shown()).isEqualTo("42\n");
  }

  @Test
  void newFilesBecomeArtifactsAndOldOnesDoNot() throws Exception {
    Files.writeString(new Workspaces(folder).open("sess_1").work().resolve("old.txt"), "old");
    puppet.plays((work, _, _) -> {
      Files.writeString(work.resolve("table.csv"), "a,b");
      Files.createSymbolicLink(work.resolve("shadow.txt"), Path.of("/etc/shadow"));
      return Ended.exited(0);
    });

    Json result = run("{\"code\":\"…\"}");

    assertThat(context.kept()).containsOnlyKeys("table.csv");
    assertThat(result.at("files").orElseThrow().toString())
        .contains("\"filename\":\"table.csv\",\"media_type\":\"text/csv\",\"size\":3")
        .contains("\"artifact_id\":\"art_1\"")
        .contains("\"skipped\":true,\"reason\":\"a symbolic link\"");
  }

  @Test
  void picturesAreShownToTheModelIfTheyAreSome() throws Exception {
    puppet.plays((work, _, _) -> {
      Files.write(work.resolve("plot.png"), PNG);
      Files.writeString(work.resolve("fake.png"), "no picture");
      return Ended.exited(0);
    });

    ToolOutcome outcome = new CodeExecuteTool(code).call(Json.parse("{\"code\":\"…\"}"), context);

    assertThat(((ToolOutcome.Ok) outcome).images()).hasSize(1);
    assertThat(value(outcome).at("images").orElseThrow().toString())
        .contains("plot.png")
        .contains("no picture, whatever its name says");
    assertThat(context.kept()).containsOnlyKeys("plot.png", "fake.png");
  }

  @Test
  void outputThatIsNoTextIsExplained() throws Exception {
    puppet.plays((_, output, _) -> {
      output.bytes(Stream.STDOUT, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
      return Ended.exited(0);
    });

    Json result = run("{\"code\":\"…\"}");

    assertThat(text(result, "stdout")).contains("\uFFFD\uFFFDa");
    assertThat(result.at("notes").orElseThrow().toString())
        .contains("2 of the 3 bytes on stdout are no UTF-8 text");
  }

  @Test
  void everyReasonOfAnEndIsTold() throws Exception {
    for (Reason reason : Reason.values()) {
      puppet.plays((_, _, _) -> new Ended(reason, 1, "because"));

      assertThat(text(run("{\"code\":\"…\"}"), "end_reason"))
          .contains(reason.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void schemaOffersOnlyProvedLanguages() {
    Json schema = new CodeExecuteTool(code).spec().inputSchema();

    assertThat(schema.path("properties", "language", "enum"))
        .contains(Json.array(Json.of("python"), Json.of("bash")));
    assertThat(schema.path("properties", "timeout_ms", "maximum")).contains(Json.of(120_000L));
  }

  @Test
  void programWithoutSandboxIsIrreversible() {
    assertThat(new CodeExecuteTool(code).policy().effect()).isEqualTo(Effect.IRREVERSIBLE);
  }

  @Test
  void withoutAnySandboxACallSaysSo() throws Exception {
    puppet.isMissing("no puppet");
    code = open();
    CodeExecuteTool tool = new CodeExecuteTool(code);

    ToolOutcome outcome = tool.call(Json.parse("{\"code\":\"…\"}"), context);

    assertThat(tool.offered()).isFalse();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ToolOutcome.Failed.class,
            failed -> {
              assertThat(failed.failure().code()).isEqualTo(Failure.Code.SANDBOX_UNAVAILABLE);
              assertThat(failed.failure().message()).contains("no puppet");
            });
  }

  @Test
  void programInTheBackgroundIsWatchedAndReported() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    puppet.plays((_, output, _) -> {
      PuppetSandbox.print(output, "working\n");
      go.await();
      return Ended.exited(0);
    });

    String id = text(run("{\"code\":\"…\",\"background\":true}"), "task_id").orElseThrow();
    Awaitility.await()
        .until(() -> text(status(task(id)), "stdout_tail").filter("working\n"::equals).isPresent());
    go.countDown();
    Awaitility.await()
        .until(() -> text(status(task(id)), "status").filter("completed"::equals).isPresent());

    assertThat(text(status(task(id)), "stdout")).contains("working\n");
  }

  @Test
  void programInTheBackgroundIsCancelled() throws Exception {
    puppet.plays((_, _, cancel) -> {
      CountDownLatch stopped = new CountDownLatch(1);
      try (var _ = cancel.onCancel(stopped::countDown)) {
        stopped.await();
      }
      return new Ended(Reason.KILLED_BY_USER, 137, "stopped");
    });
    String id = text(run("{\"code\":\"…\",\"background\":true}"), "task_id").orElseThrow();

    Json answer = status("{\"task_id\":\"" + id + "\",\"cancel\":true}");

    assertThat(text(answer, "status")).contains("cancelled");
    Awaitility.await()
        .until(() ->
            text(status(task(id)), "end_reason").filter("killed_by_user"::equals).isPresent());
  }

  @Test
  void programOfAnotherConversationIsUnknown() throws Exception {
    puppet.plays((_, _, _) -> Ended.exited(0));
    String id = text(run("{\"code\":\"…\",\"background\":true}"), "task_id").orElseThrow();

    ToolOutcome outcome =
        new CodeStatusTool(code).call(Json.parse(task(id)), new RecordingContext("sess_2"));

    assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
  }

  @Test
  void programThatRanWhenTheGatewayDiedIsReportedByTheNext() throws Exception {
    puppet.plays((_, _, _) -> {
      new CountDownLatch(1).await();
      return Ended.exited(0);
    });
    String id = text(run("{\"code\":\"…\",\"background\":true}"), "task_id").orElseThrow();

    try (CodeExecution next = open()) {
      Json answer = value(new CodeStatusTool(next).call(Json.parse(task(id)), context));
      assertThat(text(answer, "end_reason")).contains("gateway_restart");
    }
  }

  @Test
  void callInDoubtAfterARestartIsNotRepeated() {
    assertThat(new CodeExecuteTool(code).probe(Json.NULL, "key"))
        .hasValueSatisfying(
            outcome -> assertThat(text(value(outcome), "end_reason")).contains("gateway_restart"));
  }

  private static String task(String id) {
    return "{\"task_id\":\"" + id + "\"}";
  }
}
