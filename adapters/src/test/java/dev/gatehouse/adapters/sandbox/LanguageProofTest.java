package dev.gatehouse.adapters.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.gatehouse.adapters.sandbox.SandboxPolicy.Confinement;
import dev.gatehouse.adapters.sandbox.bwrap.BwrapSandbox;
import dev.gatehouse.adapters.sandbox.process.Interpreters;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.spi.Sandbox.Language;
import dev.gatehouse.core.spi.Sandbox.Level;
import dev.gatehouse.core.spi.Sandbox.Presence;
import dev.gatehouse.core.tool.ToolOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each language by itself under bubblewrap, where this machine has it.
final class LanguageProofTest {

  @TempDir private Path folder;

  private static String product(Language language) {
    return switch (language) {
      case PYTHON -> "print(6 * 7)";
      case JAVASCRIPT -> "console.log(6 * 7)";
      case BASH -> "echo $((6 * 7))";
    };
  }

  private static void require(Language language) {
    assumeThat(new BwrapSandbox().presence())
        .as("bubblewrap works here")
        .isInstanceOf(Presence.Present.class);
    assumeThat(Interpreters.languages()).as("%s is installed", language).contains(language);
  }

  @ParameterizedTest
  @EnumSource
  void nothingGetsOutAndTheCapsHold(Language language) {
    require(language);
    try (BwrapSandbox sandbox = new BwrapSandbox()) {
      ProbeReport report = new ProbeSuite().run(sandbox, List.of(language));

      assertThat(report.escapes()).isEmpty();
      assertThat(report.languages()).containsExactly(language);
      assertThat(report.probes())
          .extracting(Probe::name)
          .contains("read-host-file", "connect-to-loopback", "cap-time", "cap-memory", "cap-disk");
    }
  }

  @ParameterizedTest
  @EnumSource
  void toolOffersAndRunsIt(Language language) throws Exception {
    require(language);
    String name = language.name().toLowerCase(Locale.ROOT);
    SandboxLadder ladder =
        SandboxLadder.climb(
            List.of(new BwrapSandbox()),
            new SandboxPolicy(Level.NAMESPACE, List.of(), Confinement.REQUIRED),
            new ProbeSuite());
    try (CodeExecution code =
        new CodeExecution(ladder, new Workspaces(folder), CodeSettings.STANDARD)) {
      CodeExecuteTool tool = new CodeExecuteTool(code);
      Json input = Json.obj("code", Json.of(product(language)), "language", Json.of(name));

      ToolOutcome outcome = tool.call(input, new RecordingContext("sess_1"));

      assertThat(tool.spec().inputSchema().path("properties", "language", "enum").toString())
          .contains(name);
      Optional<String> printed =
          ((ToolOutcome.Ok) outcome).value().at("stdout").flatMap(Json::text);
      assertThat(printed).contains("42\n");
    }
  }
}
