package dev.gatehouse.checks.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A person at a real terminal, which `script` of util-linux plays.
@Execution(ExecutionMode.CONCURRENT)
final class TerminalTest {

  private static final Duration SOON = Duration.ofMinutes(5);
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final String CTRL_C = "\u0003";

  private final Path folder;
  private final Reader reader;
  private Process terminal;

  TerminalTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    reader = Reader.in(folder);
    terminal = new ProcessBuilder("true").start();
    Files.writeString(
        folder.resolve("gatehouse.yaml"),
        """
        agents:
          clerk:
            prompt: You keep the shop.
            model: demo/fast
            approval: [ { tool: shop_order } ]
          slow: { prompt: You take your time., model: demo/slow }
        tools:
          shop:
            type: sql
            url: "jdbc:sqlite::memory:"
            statements:
              order:
                description: Orders
                sql: "SELECT :pieces AS ordered"
                parameters: { pieces: { type: integer } }
                effect: write
        workflows: { dir: workflows }
        """);
    Files.createDirectory(folder.resolve("workflows"));
    Files.writeString(
        folder.resolve("workflows/outer.yaml"),
        """
        id: outer
        steps:
          - { id: first, transform: { a: 1 } }
          - { id: sub, workflow: inner }
        """);
    Files.writeString(
        folder.resolve("workflows/inner.yaml"),
        """
        id: inner
        steps:
          - { id: core, agent: slow, prompt: count to 20 }
        """);
  }

  @BeforeEach
  void requireATerminal() {
    assumeThat(SCRIPT).as("script of util-linux plays the terminal").isExecutable();
  }

  @AfterEach
  void leave() throws IOException {
    terminal.destroyForcibly();
    reader.close();
  }

  @Test
  void conversationIsHeldWithColoursAndLeft() throws IOException, InterruptedException {
    sit("./gatehouse chat");
    awaitText("/quit leaves");

    type("What is 2 + 3?\r");
    awaitText("2 + 3 = 5");
    type("/new\r");
    awaitText("A new conversation.");
    type("/quit\r");

    assertThat(leftWith()).isZero();
    assertThat(screen()).contains("\u001b[2m");
  }

  @Test
  void callIsDeniedWithAReasonThenEditedThenAllowed() throws IOException, InterruptedException {
    sit("./gatehouse chat");
    awaitText("/quit leaves");

    type("shop_order {\"pieces\": 30}\r");
    awaitText("allow it?");
    type("n far too many\r");
    awaitText("user_denied", "far too many");
    type("shop_order {\"pieces\": 31}\r");
    awaitInOrder("{\"pieces\":31}", "allow it?");
    type("e\r");
    awaitText("arguments: ");
    type("\u0015{\"pieces\": 4}\r");
    awaitText("\"ordered\":4");
    type("\u0004");

    assertThat(leftWith()).isZero();
    assertThat(screen()).doesNotContain("\"ordered\":3");
  }

  @Test
  void argumentsAreEditedInTheEditorOfThePerson() throws IOException, InterruptedException {
    sit("EDITOR=\"sed -i s/30/5/\" ./gatehouse chat");
    awaitText("/quit leaves");

    type("shop_order {\"pieces\": 30}\r");
    awaitText("allow it?");
    type("e\r");
    awaitText("\"ordered\":5");
    type("/quit\r");

    assertThat(leftWith()).isZero();
  }

  @Test
  void ctrlCStopsTheAnswerAndNotTheConversation() throws IOException, InterruptedException {
    sit("./gatehouse chat --agent slow");
    awaitText("/quit leaves");

    type("count to 500\r");
    awaitText("1 2");
    type(CTRL_C);
    awaitText("cancelled");
    type("/quit\r");

    assertThat(leftWith()).isZero();
  }

  @Test
  void workflowGrowsAsATreeWithTheNodesOfThoseWithinIt() throws IOException, InterruptedException {
    sit("./gatehouse workflow run outer");

    assertThat(leftWith()).isZero();
    assertThat(screen())
        .containsPattern("\u2713\\u001b\\S* first")
        .containsPattern("(?m)^  \\u001b\\S+ core \\(slow\\)")
        .containsPattern("\u2713\\u001b\\S* sub");
  }

  @Test
  void headlessRunShowsItsProgressAndItsEnd() throws IOException, InterruptedException {
    sit("./gatehouse run clerk 'shop_order {\"pieces\": 30}'");

    assertThat(leftWith()).isZero();
    assertThat(screen())
        .contains("\u001b[31m✗ ", "shop_order", "denied: shop_order", "run: success");
  }

  /// Sits down at a terminal and types a command, which the smallest shell there is starts: it
  /// would itself leave with 130 after Ctrl-C, whatever the program did, so the program takes its
  /// place.
  private void sit(String command) throws IOException {
    var shell =
        new ProcessBuilder(
                List.of(
                    SCRIPT.toString(),
                    "-qefc",
                    "stty cols 120 rows 40; exec env " + command,
                    "/dev/null"))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("screen").toFile());
    var variables = shell.environment();
    variables.keySet().removeIf(name -> name.matches("(ANTHROPIC|OPENAI|GATEHOUSE)_.*|NO_COLOR"));
    variables.put("TERM", "xterm-256color");
    variables.put("SHELL", "/bin/sh");
    variables.remove("EDITOR");
    variables.remove("VISUAL");
    terminal = shell.start();
  }

  private void type(String keys) throws IOException {
    terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    terminal.getOutputStream().flush();
  }

  private void awaitText(String... texts) {
    await()
        .atMost(SOON)
        .failFast("the program left: " + screen(), () -> !terminal.isAlive())
        .untilAsserted(() -> assertThat(screen()).contains(texts));
  }

  private void awaitInOrder(String... texts) {
    await()
        .atMost(SOON)
        .failFast("the program left: " + screen(), () -> !terminal.isAlive())
        .untilAsserted(() -> assertThat(screen()).containsSubsequence(texts));
  }

  private String screen() {
    try {
      return Files.readString(folder.resolve("screen"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private int leftWith() throws InterruptedException {
    assertThat(terminal.waitFor(SOON.toSeconds(), TimeUnit.SECONDS))
        .as("it left: %s", screen())
        .isTrue();
    return terminal.exitValue();
  }
}
