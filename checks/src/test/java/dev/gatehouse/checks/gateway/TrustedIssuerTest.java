package dev.gatehouse.checks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigFile;
import dev.gatehouse.gateway.config.Environment;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway whose configuration trusts an identity provider.
final class TrustedIssuerTest {

  @TempDir private Path folder;

  @Test
  void configuredIssuersTokenIsEnoughToChat() throws Exception {
    KeyPair pair = pair();
    try (Issuer issuer = new Issuer(pair);
        Gateway gateway =
            Gateway.plan()
                .environment(Environment.of(_ -> null))
                .data(folder.resolve("data"))
                .config(ConfigFile.parse(yaml(issuer.url()), "test", Environment.of(_ -> null)))
                .port(0)
                .start()) {
      var good = new Visitor(gateway).bearing(token(pair, issuer.url()));
      var forged = new Visitor(gateway).bearing(token(pair(), issuer.url()));
      var said = "{\"user_id\":\"ann\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

      assertThat(good.post("/api/chat", said).body()).contains("stream_complete");
      assertThat(good.post("/api/chat", said.replace("ann", "bob")).body())
          .contains("cross_user_reuse");
      assertThat(forged.post("/api/chat", said).statusCode()).isEqualTo(401);
      assertThat(new Visitor(gateway).init("").statusCode()).isEqualTo(401);
    }
  }

  private static String yaml(String url) {
    return """
    auth: { jwks-url: %1$s/keys, issuer: %1$s, audience: gatehouse, strict: true }
    agents: { helper: { prompt: You help., model: demo/fast } }
    """
        .formatted(url);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    var maker = KeyPairGenerator.getInstance("RSA");
    maker.initialize(2048);
    return maker.generateKeyPair();
  }

  private static String token(KeyPair pair, String issuer) throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    Json claims =
        Json.object()
            .put("iss", issuer)
            .put("aud", "gatehouse")
            .put("sub", "ann")
            .put("exp", now + 600)
            .build();
    String signed =
        base64("{\"alg\":\"RS256\",\"kid\":\"one\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + base64(signature.sign());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Publishes one key.
  private static final class Issuer implements AutoCloseable {

    private final HttpServer server;

    Issuer(KeyPair pair) throws Exception {
      var key = (RSAPublicKey) pair.getPublic();
      Json document =
          Json.obj(
              "keys",
              Json.array(
                  List.of(
                      Json.object()
                          .put("kty", "RSA")
                          .put("kid", "one")
                          .put("use", "sig")
                          .put("n", number(key.getModulus()))
                          .put("e", number(key.getPublicExponent()))
                          .build())));
      byte[] body = document.toString().getBytes(StandardCharsets.UTF_8);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/keys",
          exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    private static String number(BigInteger value) {
      byte[] bytes = value.toByteArray();
      int sign = bytes[0] == 0 ? 1 : 0;
      return base64(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
