package dev.gatehouse.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.spi.CancelSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that models can steer, and a canary inside that none of them may reach. None may even try:
/// a call is refused, or its host has no name.
final class PrivateSpellingsTest {

  private final ServerSocket canary;

  PrivateSpellingsTest() throws IOException {
    canary = new ServerSocket();
  }

  @BeforeEach
  void open() throws IOException {
    canary.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    canary.setSoTimeout(1);
  }

  @AfterEach
  void close() throws IOException {
    canary.close();
  }

  static Stream<String> hosts() {
    return PrivateSpellings.hosts();
  }

  static Stream<String> urls() {
    return PrivateSpellings.urls();
  }

  @Test
  void tableIsLong() {
    assertThat(hosts().distinct().count() + urls().distinct().count()).isGreaterThan(200);
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void noSpellingOfAPrivateHostIsReached(String host) {
    refused("https://" + host + ":" + canary.getLocalPort() + "/", UnaryOperator.identity());
  }

  @ParameterizedTest
  @MethodSource("urls")
  void noAddressThatHidesAPrivateHostIsReached(String url) {
    refused(url.replace("PORT", Integer.toString(canary.getLocalPort())), UnaryOperator.identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "10.0.0.7",
        "127.0.0.1 127.0.0.2",
        "::1 127.0.0.1",
        "fd00::1 169.254.169.254",
        "64:ff9b::7f00:1 2002:7f00:1::",
        "0.0.0.0 ::"
      })
  void noNameThatLeadsInsideIsReached(String addresses) {
    String url = "https://harmless.invalid:" + canary.getLocalPort() + "/";

    refused(url, builder -> builder.dns(leading(addresses)));
  }

  /// The first answer is private: the call does not go on to the second one.
  @Test
  void mixedAnswerIsNotTriedAddressByAddress() {
    String url = "https://harmless.invalid:" + canary.getLocalPort() + "/";

    refused(url, builder -> builder.dns(leading("127.0.0.1 8.8.8.8")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:PORT/",
        "http://127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "///127.0.0.1:PORT/",
        "https:127.0.0.1:PORT/",
        "https://[::ffff:7f00:1]:PORT/",
        "https://2130706433:PORT/",
        "https://first.invalid@127.0.0.1:PORT/",
        "https://first.invalid/again",
        "file:///etc/passwd"
      })
  void noRedirectLeadsInside(String location) {
    String target = location.replace("PORT", Integer.toString(canary.getLocalPort()));

    refused("https://first.invalid/", builder -> builder.addInterceptor(redirecting(target)));
  }

  private void refused(String url, UnaryOperator<OkHttpClient.Builder> pretended) {
    try (var egress = Egress.open(pretended)) {
      assertThatThrownBy(
              () -> egress.send(EgressRequest.get(url, Reach.PUBLIC), CancelSignal.NEVER))
          .isInstanceOf(IOException.class)
          .satisfies(refusal ->
              assertThat(
                      refusal instanceof EgressRefused
                          || String.valueOf(refusal.getMessage()).endsWith("its name is not known"))
                  .as("a connection was tried: %s", refusal)
                  .isTrue());
      assertThatThrownBy(canary::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static Dns leading(String addresses) {
    List<InetAddress> all = new ArrayList<>();
    for (String address : addresses.split(" ", -1)) {
      all.add(InetAddress.ofLiteral(address));
    }
    return _ -> all;
  }

  /// A public service that only redirects.
  private static Interceptor redirecting(String target) {
    return chain ->
        chain.request().url().host().equals("first.invalid")
            ? new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(302)
                .message("Found")
                .header("Location", target)
                .body(ResponseBody.create("", null))
                .build()
            : chain.proceed(chain.request());
  }
}
