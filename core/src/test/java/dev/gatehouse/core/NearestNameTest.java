package dev.gatehouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> KNOWN = List.of("max-turns", "max-tokens", "timeout", "model");

  @Test
  void typingMistakeFindsTheName() {
    assertThat(NearestName.of("max-turn", KNOWN)).contains("max-turns");
    assertThat(NearestName.of("Modle", KNOWN)).contains("model");
  }

  @Test
  void farNameFindsNothing() {
    assertThat(NearestName.of("approval", KNOWN)).isEmpty();
    assertThat(NearestName.of("x".repeat(10_000), KNOWN)).isEmpty();
    assertThat(NearestName.of("model", List.of())).isEmpty();
  }
}
