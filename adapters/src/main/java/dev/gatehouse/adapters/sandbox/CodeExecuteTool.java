package dev.gatehouse.adapters.sandbox;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Limits;
import dev.gatehouse.core.spi.Sandbox.Reason;
import dev.gatehouse.core.spi.Tool;
import dev.gatehouse.core.spi.ToolContext;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.Isolation;
import dev.gatehouse.core.tool.OnUnknown;
import dev.gatehouse.core.tool.ToolOutcome;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.core.tool.ToolPolicy.Consent;
import dev.gatehouse.core.tool.ToolSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// `code_execute`: runs a program that a model wrote, in the sandbox that was chosen.
public final class CodeExecuteTool implements Tool {

  /// Its name for models and in configuration.
  public static final String NAME = "code_execute";

  /// How long a program may wait for its turn and its end be reported, beside its own time.
  private static final Duration BESIDE = Duration.ofSeconds(60);

  private final CodeExecution code;
  private final Sandbox.Level floor;

  CodeExecuteTool(CodeExecution code) {
    this(code, Sandbox.Level.NONE);
  }

  /// @param floor the weakest sandbox that will do, whatever the gateway's own floor is
  private CodeExecuteTool(CodeExecution code, Sandbox.Level floor) {
    this.code = code;
    this.floor = floor;
  }

  @Override
  public Tool within(Sandbox.Level wanted) {
    return new CodeExecuteTool(code, wanted);
  }

  private Optional<SandboxLadder.Choice> choice() {
    return code.choice().filter(found -> found.sandbox().level().compareTo(floor) >= 0);
  }

  @Override
  public ToolSpec spec() {
    List<Language> languages =
        choice().map(SandboxLadder.Choice::languages).orElse(List.of(Language.PYTHON));
    String backend = choice().map(choice -> choice.sandbox().name()).orElse("none");
    String names =
        languages.stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return new ToolSpec(
        NAME,
        "Runs a program ("
            + names
            + ") in a sandbox without network and returns what it prints. Every call starts a"
            + " fresh interpreter; files in the working folder stay for later calls of the"
            + " conversation. New files are handed to the user, pictures are shown to you. Print"
            + " what you want to know.",
        CodeRequest.schema(languages, backend, code.settings()));
  }

  /// What a program does to its folder can be put right. Without a sandbox it can do anything.
  @Override
  public boolean onlyByName() {
    return true;
  }

  @Override
  public ToolPolicy policy() {
    boolean confined =
        choice().map(found -> found.sandbox().level() != Sandbox.Level.NONE).orElse(true);
    return ToolPolicy.STANDARD
        .withEffect(confined ? Effect.WRITE : Effect.IRREVERSIBLE)
        .withOnUnknown(OnUnknown.PROBE)
        .withTimeout(code.settings().longest().plus(BESIDE))
        .withConsent(confined ? Consent.BY_RULES : Consent.ALWAYS);
  }

  @Override
  public boolean offered() {
    return choice().isPresent();
  }

  @Override
  public String location() {
    return "sandbox:" + choice().map(choice -> choice.sandbox().name()).orElse("none");
  }

  @Override
  public Optional<Isolation> isolation() {
    return choice().map(choice -> choice.sandbox().isolation());
  }

  @Override
  public ToolOutcome call(Json input, ToolContext context)
      throws IOException, InterruptedException {
    Optional<SandboxLadder.Choice> choice = choice();
    if (choice.isEmpty()) {
      return code.unavailable(floor);
    }
    CodeRequest request = CodeRequest.of(input, choice.get().languages(), code.settings());
    Sandbox sandbox = choice.get().sandbox();
    Limits limits = code.settings().limits().withTime(request.time());
    Workspaces.Workspace workspace = code.workspaces().open(context.sessionId());
    String id = code.newId();
    if (request.mode() == CodeRequest.Mode.BACKGROUND) {
      LiveOutput output = new LiveOutput((_, _) -> {});
      return code.tasks()
          .start(id, context.sessionId(), new CodeRun(sandbox, workspace, limits, output), request);
    }
    LiveOutput output = new LiveOutput(context::output);
    CodeRun.Result result =
        new CodeRun(sandbox, workspace, limits, output).run(id, request, context.cancel());
    return CodeReport.of(result, output, sandbox.isolation(), workspace.work(), context);
  }

  /// No program outlives the gateway: one whose end nobody saw was killed with it.
  @Override
  public Optional<ToolOutcome> probe(Json input, String idempotencyKey) {
    return Optional.of(ToolOutcome.ok(interrupted()));
  }

  static Json interrupted() {
    return Json.object()
        .put("end_reason", Reason.GATEWAY_RESTART.name().toLowerCase(Locale.ROOT))
        .put("return_code", 137)
        .put(
            "notes",
            Json.array(
                Json.of(
                    "the gateway was restarted while the program ran, and the program was killed;"
                        + " files it had written are still there")))
        .build();
  }
}
