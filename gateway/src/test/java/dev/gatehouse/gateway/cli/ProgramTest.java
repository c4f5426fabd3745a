package dev.gatehouse.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramTest {

  @TempDir private Path folder;

  @Test
  void versionIsPrinted() {
    var result = Typed.in(folder).run("--version");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("Gatehouse ");
  }

  @Test
  void helpListsEveryCommandByTheNameItAnswersTo() {
    var names =
        Typed.in(folder)
            .run("--help")
            .out()
            .lines()
            .filter(line -> line.matches(" {2}[a-z]+ {2,}.*"))
            .map(line -> line.strip().split(" ", 2)[0]);

    assertThat(names)
        .contains("serve", "workflow", "doctor")
        .allSatisfy(name ->
            assertThat(Typed.in(folder).run(name, "--help").out())
                .contains("Usage: gatehouse " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "init", "key", "chat", "run", "java", "doctor"})
  void everyCommandExplainsItself(String command) {
    var result = Typed.in(folder).run(command, "--help");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Usage: gatehouse " + command)
        .contains("--config")
        .contains("--data")
        .contains("--json")
        .contains("--debug");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "",
        "run",
        "run assistant",
        "run assistant hi --timeout soon",
        "run assistant hi --max-budget-usd much",
        "run assistant hi --max-turns 0",
        "run nobody hi",
        "chat --agent nobody",
        "chat --url nowhere",
        "java Missing.java",
        "key a/b",
        "serve --config missing.yaml",
        "serve --host 0.0.0.0 --port 0"
      })
  void misuseIsOneLineAndExitCodeTwo(String line) {
    var words = line.isEmpty() ? new String[0] : line.split(" ", -1);

    var result = Typed.in(folder).run(words);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(ours(result)).startsWith("gatehouse: ").doesNotContain("\n");
  }

  @Test
  void everythingWrongWithTheFileIsOnTheLine() throws IOException {
    Files.writeString(folder.resolve("gatehouse.yaml"), "sever: {}\nagents: { a: { promt: x } }\n");

    var result = Typed.in(folder).run("run", "a", "hi");

    assertThat(result.code()).isEqualTo(2);
    assertThat(ours(result)).contains("sever").contains("promt").contains("line 1");
  }

  @Test
  void aPortThatCannotBeIsAMistakeOfTheCaller() {
    var result = Typed.in(folder).run("serve", "--port", "99999");

    assertThat(result.code()).isEqualTo(2);
    assertThat(ours(result)).contains("port").contains("99999").doesNotContain("should not happen");
  }

  @ParameterizedTest
  @CsvSource({
    "serv, serve",
    "wokflow, workflow",
    "serve --prot 1, --port",
    "run assistant hi --max-turn 3, --max-turns",
    "serve --model demo/dem --port 0, demo/demo",
    "approvals aprove x, approve",
    "approvals approve x --scope sesion, session",
    "runs --limit many, whole number",
    "workflow validat x, validate"
  })
  void whatWasProbablyMeantIsSaid(String line, String meant) {
    var result = Typed.in(folder).run(line.split(" ", -1));

    assertThat(result.code()).isEqualTo(2);
    assertThat(ours(result)).contains(meant).doesNotContain("Unmatched", "index", "Unknown");
  }

  @Test
  void fileIsCalledByItsNameInEveryError() throws IOException {
    Files.writeString(
        folder.resolve("other.yaml"), "agents: { a: { prompt: x, tools: [none] } }\n");

    var result = Typed.in(folder).run("run", "a", "hi", "--config", "other.yaml");

    assertThat(result.code()).isEqualTo(2);
    assertThat(ours(result))
        .contains("other.yaml: agents.a.tools")
        .doesNotContain("gatehouse.yaml");
  }

  @Test
  void modelNobodyKnowsIsRefusedAtTheStart() throws IOException {
    Files.writeString(
        folder.resolve("gatehouse.yaml"), "agents: { a: { prompt: x, model: gpt } }\n");

    var result = Typed.in(folder).run("run", "a", "hi");

    assertThat(result.code()).isEqualTo(2);
    assertThat(ours(result)).contains("agents.a.model", "'gpt'");
  }

  @Test
  void stackTraceIsShownOnlyWhenAskedFor() {
    var plain = Typed.in(folder).run("run", "nobody", "hi");
    var debugged = Typed.in(folder).run("run", "nobody", "hi", "--debug");

    assertThat(plain.err()).doesNotContain("\tat ");
    assertThat(debugged.err()).contains("\tat dev.gatehouse");
  }

  private static String ours(Typed.Result result) {
    return result.err().strip();
  }
}
