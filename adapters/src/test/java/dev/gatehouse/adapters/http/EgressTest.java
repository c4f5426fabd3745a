package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.CancelSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EgressTest {

  /// Every way to write this machine or its network; the port is the canary's.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.255.255.254",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "①②⑦.0.0.1",
        "127。0。0。1"
      })
  void aPublicCallReachesNothingInside(String host) throws IOException {
    try (var canary = new ServerSocket();
        var egress = Egress.open()) {
      canary.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      canary.setSoTimeout(1);
      String url = "https://" + host + ":" + canary.getLocalPort() + "/";

      assertThatThrownBy(
              () -> egress.send(EgressRequest.get(url, Reach.PUBLIC), CancelSignal.NEVER))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(canary::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

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
