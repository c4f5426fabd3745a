package dev.gatehouse.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.delivery.Quiet.Said;
import dev.gatehouse.core.message.StopReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietTest {

  private final Quiet rule = Quiet.STANDARD;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEARTBEAT_OK",
        "  HEARTBEAT_OK\n",
        "HEARTBEAT_OK.",
        "HEARTBEAT_OK all is well",
        "all is well HEARTBEAT_OK",
        "HEARTBEAT_OK all is well HEARTBEAT_OK",
        "HEARTBEAT_OK HEARTBEAT_OK",
        "HEARTBEAT_OK 12345678901234567890",
        "HEARTBEAT_OK 🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝🐝"
      })
  void anAnswerOfTheTokenAndLittleElseSaysNothing(String answer) {
    assertThat(said(answer)).isEqualTo(new Said.Nothing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "all is well",
        "I say HEARTBEAT_OK when calm",
        "HEARTBEAT_OKAY",
        "xHEARTBEAT_OK"
      })
  void anAnswerWithoutTheTokenOnItsOwnIsDeliveredAsItIs(String answer) {
    assertThat(said(answer)).isEqualTo(new Said.Something(answer));
  }

  @Test
  void aLongAnswerIsDeliveredWithoutTheToken() {
    String alert = "The disk of the second server is full.";

    assertThat(said("HEARTBEAT_OK\n" + alert)).isEqualTo(new Said.Something(alert));
    assertThat(said(alert + "\n\nHEARTBEAT_OK")).isEqualTo(new Said.Something(alert));
  }

  @ParameterizedTest
  @EnumSource(
      value = StopReason.class,
      names = {"MAX_TOKENS", "REFUSAL", "CONTENT_FILTER", "MAX_TURNS", "DEPTH", "BUDGET", "TIME"})
  void anAnswerThatWasCutShortIsNeverQuiet(StopReason stop) {
    assertThat(rule.said("HEARTBEAT_OK fine", stop)).isEqualTo(new Said.Something("fine"));
  }

  @Test
  void theTokenAndTheThresholdCanBeOthers() {
    Quiet strict = new Quiet("NO_REPLY", 0);

    assertThat(strict.said("NO_REPLY", StopReason.END_TURN)).isEqualTo(new Said.Nothing());
    assertThat(strict.said("NO_REPLY!", StopReason.END_TURN)).isEqualTo(new Said.Something("!"));
  }

  @Test
  void aTokenThatCannotBeFoundIsRefused() {
    assertThatThrownBy(() -> new Quiet(" ", 20)).hasMessageContaining("quiet token");
    assertThatThrownBy(() -> new Quiet("OK ", 20)).hasMessageContaining("'OK '");
    assertThatThrownBy(() -> new Quiet("OK", -1)).hasMessageContaining("-1");
  }

  private Said said(String answer) {
    return rule.said(answer, StopReason.END_TURN);
  }
}
