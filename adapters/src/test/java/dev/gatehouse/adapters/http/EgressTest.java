package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.CancelSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EgressTest {

  @Test
  void aPublicCallNeedsTls() {
    try (var egress = Egress.open()) {
      assertThatThrownBy(() ->
              egress.send(
                  EgressRequest.get("http://example.com/", Reach.PUBLIC), CancelSignal.NEVER))
          .isInstanceOf(EgressRefused.class)
          .hasMessageContaining("https");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,PRIVATE",
    "127.0.0.1,PRIVATE",
    "[::1],PRIVATE",
    "orders,PRIVATE",
    "db.internal,PRIVATE",
    "10.1.2.3,PRIVATE",
    "example.com,PUBLIC",
    "localhost.example.com,PUBLIC",
    "8.8.8.8,PUBLIC"
  })
  void aConfiguredHostTellsHowFarItsCallsReach(String host, Reach reach) {
    assertThat(Reach.of(host)).isEqualTo(reach);
  }
}
