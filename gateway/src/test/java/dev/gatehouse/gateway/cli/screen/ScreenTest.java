package dev.gatehouse.gateway.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.approval.Terms;
import dev.gatehouse.gateway.Outcome;
import dev.gatehouse.gateway.cli.talk.Shown;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScreenTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  private final Screen live = new LiveScreen(stream(bytes), Ink.COLOURLESS);
  private final Screen plain = new PlainScreen(stream(bytes), stream(notes));

  @Test
  void liveTextIsWrittenAsItComes() {
    live.show(new Shown.Text("Hel"));
    live.show(new Shown.Text("lo"));

    assertThat(out()).isEqualTo("Hello");
  }

  @Test
  void thoughtStandsOnLinesOfItsOwn() {
    live.show(new Shown.Thought("hm"));
    live.show(new Shown.Text("yes"));
    live.show(new Shown.TurnDone());

    assertThat(out()).isEqualTo("hm\nyes\n");
  }

  @Test
  void toolCallIsOneLineWithItsTime() {
    live.show(new Shown.ToolBegan("1", "find", "{\"id\":7}"));
    live.show(new Shown.ToolEnded("1", "find", Optional.empty(), Duration.ofMillis(1234)));
    live.show(new Shown.ToolBegan("2", "drop", "{}"));
    var fault = new Shown.Fault("tool_error", "no such");
    live.show(new Shown.ToolEnded("2", "drop", Optional.of(fault), Duration.ZERO));

    assertThat(out()).isEqualTo("✓ find {\"id\":7} 1.2s\n✗ drop {} 0.0s no such\n");
  }

  @Test
  void spinnerLeavesTextAloneAndNothingBehind() {
    live.tick();
    live.show(new Shown.Text("a"));
    live.tick();

    assertThat(out()).isEqualTo("\r\u001b[K⠋ \r\u001b[Ka");
  }

  @Test
  void modelCannotSteerTheTerminal() {
    live.show(new Shown.Text("\u001b[2Ja\u0007b\u009b1mc"));

    assertThat(out()).isEqualTo("[2Jab1mc");
  }

  @Test
  void coloursAreUsedOnlyWhenWanted() {
    new LiveScreen(stream(bytes), Ink.COLOURED).show(new Shown.Ended(Outcome.FAILED, "it broke"));

    assertThat(out()).isEqualTo("\u001b[31m✗ failed: it broke\u001b[0m\n");
  }

  @Test
  void plainScreenWritesOnlyFinishedTurns() {
    plain.show(new Shown.Text("half"));
    plain.show(new Shown.Voided("cut"));
    plain.show(new Shown.Text("whole"));
    plain.show(new Shown.TurnDone());
    plain.show(new Shown.Ended(Outcome.SUCCESS, ""));

    assertThat(out()).isEqualTo("whole\n");
    assertThat(notes.toString(StandardCharsets.UTF_8)).isEqualTo("retry: cut\n");
  }

  @Test
  void plainScreenDropsTheTurnThatFailed() {
    plain.show(new Shown.Text("half"));
    plain.show(new Shown.Ended(Outcome.FAILED, "it broke"));

    assertThat(out()).isEmpty();
    assertThat(notes.toString(StandardCharsets.UTF_8)).isEqualTo("failed: it broke\n");
  }

  @Test
  void callToBeAllowedIsShownWholeAndUndisguised() {
    var input = "{\"to\":\"" + "x".repeat(300) + "\u202eevil\u001b[2J\"}";
    var call = new Shown.ToolBegan("1", "pay", input);

    live.show(
        new Shown.ApprovalWanted(
            "appr_1", "run_1", call, "rule 'money'", "irreversible", Terms.Standing.REFUSED));

    assertThat(out())
        .isEqualTo(
            "? pay {\"to\":\""
                + "x".repeat(300)
                + "\\u202eevil\\u001b[2J\"}\n  rule 'money' (irreversible)\n");
  }

  private String out() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
